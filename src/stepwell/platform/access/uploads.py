"""How files come in: to a temporary file, and not one byte over the limit."""

from django.conf import settings
from django.core.files.uploadhandler import StopUpload, TemporaryFileUploadHandler


class CappedUploadHandler(TemporaryFileUploadHandler):
    """Stops reading a file at the limit. The form then finds no file, and `was_too_large` says why."""

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """Take one piece of the file, or stop."""
        if start + len(raw_data) > settings.REFERRAL_MAX_BYTES:
            assert self.request is not None  # Django sets it on every handler of a request
            self.request.upload_too_large = True  # type: ignore[attr-defined]
            # False: the rest is read and thrown away, so that the browser gets an answer and not a broken connection
            raise StopUpload(connection_reset=False)
        super().receive_data_chunk(raw_data, start)


def was_too_large(request: object) -> bool:
    """Whether this request brought a file over the limit."""
    return bool(getattr(request, "upload_too_large", False))
