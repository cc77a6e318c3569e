"""How files come in: to a temporary file, and not one byte over the limit."""

from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import TemporaryFileUploadHandler


class CappedUploadHandler(TemporaryFileUploadHandler):
    """Keeps no file once a request's files are over the limit. The form then finds none; `was_too_large` says why.

    The rest is still read, a piece at a time, and thrown away, so that the browser gets an answer and not a broken
    connection. Django's own way, `StopUpload(connection_reset=False)`, reads what is left line by line, and a JSON
    file is one line: it would hold 200 MB in memory.
    """

    taken = 0

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """Take one piece of a file, or throw it away."""
        assert self.request is not None  # Django sets it on every handler of a request
        self.taken += len(raw_data)
        if self.taken > settings.REFERRAL_MAX_BYTES:
            self.request.upload_too_large = True  # type: ignore[attr-defined]
        else:
            super().receive_data_chunk(raw_data, start)

    def file_complete(self, file_size: int) -> "UploadedFile[Any] | None":
        """The file, or nothing where it isn't whole."""
        if was_too_large(self.request):
            self.file.close()
            return None
        return super().file_complete(file_size)


def was_too_large(request: object) -> bool:
    """Whether this request brought a file over the limit."""
    return bool(getattr(request, "upload_too_large", False))
