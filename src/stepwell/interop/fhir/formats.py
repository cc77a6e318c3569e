"""What a file is when it isn't FHIR JSON, by its first bytes: the sender is told by name, not "invalid JSON"."""

from typing import Final

from stepwell.kernel.errors import refuse

_ASK: Final = "Ask the sender for a FHIR R4 export as JSON."
_HEAD_BYTES: Final = 65_536

_BINARY: Final = (
    (b"%PDF", "a PDF document"),
    (b"PK\x03\x04", "a zip archive"),
    (b"PK\x05\x06", "an empty zip archive"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"7z\xbc\xaf", "a 7-Zip archive"),
    (b"\x89PNG", "a picture (PNG)"),
    (b"\xff\xd8\xff", "a picture (JPEG)"),
    (b"II*\x00", "a picture (TIFF)"),
    (b"MM\x00*", "a picture (TIFF)"),
    (b"\xd0\xcf\x11\xe0", "an Office document"),
    (b"{\\rtf", "a text document (RTF)"),
)
# UTF-32 first: its little-endian mark begins with that of UTF-16.
_ENCODINGS: Final = (
    (b"\xff\xfe\x00\x00", "UTF-32"),
    (b"\x00\x00\xfe\xff", "UTF-32"),
    (b"\xff\xfe", "UTF-16"),
    (b"\xfe\xff", "UTF-16"),
)
_MESSAGES: Final = (
    ((b"MSH|", b"FHS|", b"BHS|"), "an HL7 version 2 message"),
    ((b"ISA*", b"ISA|"), "an X12 transaction"),
)


def refuse_other_formats(data: bytes) -> None:
    """Raise Refused, naming the format, if `data` begins like something other than JSON. Returns None otherwise."""
    if not data.strip(b" \t\r\n"):
        raise refuse("This file is empty.", "", "Choose the file again, or ask the sender to send it again.")
    name = _binary(data) or _encoding(data)
    if name:
        raise refuse(f"This is {name}; Stepwell reads FHIR R4 as JSON.", "", _ASK)
    head = data[:_HEAD_BYTES].lstrip(b" \t\r\n\x0b")
    for marks, message in _MESSAGES:
        if head.startswith(marks):
            raise refuse(f"This is {message}; Stepwell reads FHIR R4 as JSON.", "", _ASK)
    if head.startswith(b"<"):
        raise refuse(f"This is {_markup(head)}; Stepwell reads FHIR R4 as JSON.", "", _ASK)


def _binary(data: bytes) -> str:
    return next((name for mark, name in _BINARY if data.startswith(mark)), "")


def _encoding(data: bytes) -> str:
    for mark, name in _ENCODINGS:
        if data.startswith(mark):
            return f"{name} text, and FHIR JSON is UTF-8"
    # Without a mark: JSON begins with an ASCII character, which UTF-16 and UTF-32 write with NUL bytes beside it.
    start = data[:4]
    if start.startswith(b"\x00\x00\x00") or (start[1:] == b"\x00\x00\x00" and start[:1] != b"\x00"):
        return "UTF-32 text, and FHIR JSON is UTF-8"
    if len(start) > 1 and (start[0] == 0) != (start[1] == 0):
        return "UTF-16 text, and FHIR JSON is UTF-8"
    return ""


def _markup(head: bytes) -> str:
    if b"ClinicalDocument" in head:
        return "a C-CDA document (XML)"
    if b"http://hl7.org/fhir" in head:
        return "FHIR as XML"
    lowered = head[:512].lower()
    if b"<!doctype html" in lowered or b"<html" in lowered:
        return "a web page (HTML)"
    return "an XML document"
