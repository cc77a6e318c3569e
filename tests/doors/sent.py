"""One input: who sends what where; sent, and told so that somebody can send it again."""

import json
import traceback
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import override_settings
from tests.doors.good import signature
from tests.doors.site import undone, window_of
from tests.furnished import Furnished, text_of

FORM = "application/x-www-form-urlencoded"


@dataclass
class Input:
    """`body` is a form's fields, or what is to be JSON, or bytes as they are."""

    who: str
    method: str
    path: str
    query: dict[str, Any] = field(default_factory=dict)
    headers: dict[str, str] = field(default_factory=dict)
    body: Any = b""
    kind: str = "form"
    signed: bool = False
    strict: bool = False
    before: list[tuple[str, str, dict[str, Any]]] = field(default_factory=list)

    def __str__(self) -> str:
        body = repr(self.body)
        body = body if len(body) < 1500 else f"{body[:1500]}… ({len(body)} in all)"
        strict = " with the token of forms asked for" if self.strict else ""
        after = f"\n  after {self.before}" if self.before else ""
        first = f"{self.method} {self.path[:300]} by {self.who}{strict}, as {self.kind}"
        return f"{first}\n  query {self.query}\n  headers {self.headers}\n  body {body}{after}"


@dataclass
class Answer:
    """What came back: a status, or the place where it broke."""

    status: int
    place: str = ""
    text: str = ""
    location: str = ""


def send(site: Furnished, one: Input) -> Answer:
    """Send it, read the whole answer, and take back what it did."""
    window = window_of(site, one.who)
    window.handler.enforce_csrf_checks = one.strict
    data, kind = _as_bytes(one)
    headers = dict(one.headers)
    if one.signed and isinstance(one.body, dict):
        headers["X-Twilio-Signature"] = signature(one.path, one.body)
    try:
        with undone(), override_settings(DEMO=one.path.startswith("/demo/")):
            for who, path, body in one.before:
                window_of(site, who).post(path, body)
            answer = window.generic(
                one.method, one.path, data, kind, QUERY_STRING=urlencode(one.query, doseq=True), headers=headers
            )
            text = b"".join(answer).decode("utf-8", "replace") if answer.streaming else text_of(answer)
    except Exception as error:  # whatever it is, it's what is looked for
        return Answer(500, _place(error))
    place = f"status {answer.status_code} without an exception" if answer.status_code >= 500 else ""
    return Answer(answer.status_code, place, text, answer.headers.get("Location", ""))


def _as_bytes(one: Input) -> tuple[bytes, str]:
    """The body and its content type."""
    if isinstance(one.body, bytes):
        return one.body, one.kind if "/" in one.kind else FORM
    if one.kind == "json":
        return json.dumps(one.body).encode(), "application/json"
    if one.kind == "file":
        return _multipart(one.body)
    return urlencode(one.body, doseq=True).encode(), FORM


def _multipart(body: dict[str, Any]) -> tuple[bytes, str]:
    from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart

    data = {
        name: SimpleUploadedFile("x", value[1]) if isinstance(value, tuple) else value for name, value in body.items()
    }
    for name, value in body.items():
        if isinstance(value, tuple):
            data[name]._name = value[0]
    return encode_multipart(BOUNDARY, data), MULTIPART_CONTENT


def _place(error: BaseException) -> str:
    """Where it broke: our own last line on the way there, and the last line of all."""
    frames = traceback.extract_tb(error.__traceback__)
    ours = [frame for frame in frames if "/src/stepwell/" in frame.filename]
    shown = [*ours[-1:], *frames[-1:]]
    where = " > ".join(f"{'/'.join(frame.filename.split('/')[-4:])}:{frame.lineno}" for frame in shown)
    return f"{type(error).__name__} at {where}: {str(error)[:200]!r}"
