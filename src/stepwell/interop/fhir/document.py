"""Bytes → a checked JSON object: well-formed, bounded, and free of what JSON leaves undefined.

The standard library's parser is used and not orjson: orjson keeps the last of two members with the same name in
silence, rounds decimals (FHIR says that their precision is significant), and can't be told to do otherwise. Here
hooks see every object and every number. What FHIR means by the content isn't looked at here.
"""

import hashlib
import json
import re
from collections import Counter
from decimal import Decimal
from typing import Final, NoReturn, TypeAlias

from stepwell.interop.fhir.findings import EXPORT_AGAIN, Findings, Trail, place_along
from stepwell.interop.fhir.formats import refuse_other_formats
from stepwell.kernel.errors import refuse

JsonObject: TypeAlias = dict[str, object]

MAX_REFERRAL_BYTES: Final = 64 * 1024 * 1024
# A file within the size limit could still be millions of empty lists. Synthea's largest records have one value in
# about 30 bytes; this leaves room for four times as dense, and bounds memory.
MAX_VALUES: Final = 4_000_000
MAX_DEPTH: Final = 64
_MAX_NUMBER_LENGTH: Final = 40
_MAX_INTEGER_DIGITS: Final = 18
_MAX_EXPONENT: Final = 30

_UNSTORABLE: Final = re.compile("[\x00\ud800-\udfff]")
_R4_JSON: Final = "Ask the sender for a FHIR R4 export as JSON."


class _Doubled(dict[str, object]):
    """An object in which a name came twice; `names` are those."""

    names: tuple[str, ...] = ()


class _BadNumber:
    """Stands for a number that no value can be made of: NaN, Infinity, or beyond all measure."""


_BAD_NUMBER: Final = _BadNumber()


def read_document(data: bytes) -> JsonObject:
    """The JSON object that `data` holds, numbers as int or Decimal.

    Raises Refused: another format by its name, "line 120, column 7" for JSON syntax, else the place of each value
    that can't be kept.
    """
    if len(data) > MAX_REFERRAL_BYTES:
        limit = MAX_REFERRAL_BYTES // (1024 * 1024)
        raise refuse(f"This file is larger than {limit} MB.", "", "Ask the sender for a shorter period of the record.")
    data = data.removeprefix(b"\xef\xbb\xbf")
    refuse_other_formats(data)
    if data.count(b",") + data.count(b"[") + data.count(b"{") > MAX_VALUES:
        raise refuse(
            "This file holds more values than a person's record has.",
            "",
            "Ask the sender for a shorter period of the record.",
        )
    document = _parse(_decode(data))
    if isinstance(document, list):
        raise refuse("This is a JSON list, not a FHIR Bundle.", "", "Ask the sender for a FHIR R4 Bundle.")
    if not isinstance(document, dict):
        raise refuse("This is JSON, but not a FHIR resource.", "", _R4_JSON)
    _check(document)
    return document


def fingerprint(document: JsonObject) -> str:
    """SHA-256 (hex) of the document with sorted names and no white space.

    Numbers count by value, as in RFC 8785: another program may write 1.50 as 1.5.
    """
    canonical = json.dumps(document, sort_keys=True, separators=(",", ":"), ensure_ascii=False, default=_by_value)
    return hashlib.sha256(canonical.encode()).hexdigest()


def _by_value(number: object) -> int | float:
    assert isinstance(number, Decimal)
    return int(number) if number == number.to_integral_value() else float(number)


def _decode(data: bytes) -> str:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        before = data[: error.start]
        column = len(before) - before.rfind(b"\n")
        where = f"line {before.count(bytes((10,))) + 1}, column {column}"
        raise refuse("This file isn't UTF-8 text, which FHIR JSON is.", where, EXPORT_AGAIN) from None


def _parse(text: str) -> object:
    try:
        return json.loads(
            text, object_pairs_hook=_object, parse_int=_integer, parse_float=_decimal, parse_constant=_no_number
        )
    except json.JSONDecodeError as error:
        _refuse_syntax(error)
    except RecursionError:
        raise refuse("This file is nested deeper than any FHIR resource.", "", EXPORT_AGAIN) from None


def _refuse_syntax(error: json.JSONDecodeError) -> NoReturn:
    where = f"line {error.lineno}, column {error.colno}"
    rest = error.doc[error.pos :].lstrip()
    if error.msg == "Extra data" and rest.startswith("{"):
        what, mend = "This is NDJSON (a resource in each line); Stepwell reads a Bundle.", "Ask for a FHIR R4 Bundle."
        raise refuse(what, where, mend) from None
    if not rest or error.msg.startswith("Unterminated string"):
        raise refuse("This file ends before its end: it was cut off.", where, "Ask the sender to send it again.")
    raise refuse("This isn't well-formed JSON.", where, EXPORT_AGAIN) from None


def _object(pairs: list[tuple[str, object]]) -> JsonObject:
    result = dict(pairs)
    if len(result) == len(pairs):
        return result
    doubled = _Doubled(result)
    doubled.names = tuple(name for name, times in Counter(name for name, _ in pairs).items() if times > 1)
    return doubled


def _integer(digits: str) -> object:
    return int(digits) if len(digits.lstrip("-")) <= _MAX_INTEGER_DIGITS else _BAD_NUMBER


def _decimal(digits: str) -> object:
    # A short text such as 1e999999999 is a number with a billion digits once it is written out.
    if len(digits) > _MAX_NUMBER_LENGTH:
        return _BAD_NUMBER
    exponent = digits.lower().partition("e")[2]
    if exponent and abs(int(exponent)) > _MAX_EXPONENT:
        return _BAD_NUMBER
    return Decimal(digits)


def _no_number(_name: str) -> object:
    return _BAD_NUMBER


def _check(document: JsonObject) -> None:
    """Refuse names that come twice, numbers and characters that can't be stored, and too deep a nesting."""
    findings = Findings()
    pending: list[tuple[object, Trail, int]] = [(document, None, 0)]
    while pending:
        holder, trail, depth = pending.pop()
        if depth > MAX_DEPTH:
            findings.add("This is nested deeper than any FHIR resource.", place_along("", (trail, 0)))
            continue
        if isinstance(holder, dict):
            _check_names(holder, trail, findings)
            members: list[tuple[str | int, object]] = list(holder.items())
        else:
            assert isinstance(holder, list)
            members = list(enumerate(holder))
        for step, value in reversed(members):
            if isinstance(value, (dict, list)):
                pending.append((value, (trail, step), depth + 1))
            elif isinstance(value, str):
                if _UNSTORABLE.search(value):
                    what = "This text holds a character that isn't text (NUL, or half of a surrogate pair)."
                    findings.add(what, place_along("", (trail, step)))
            elif value is _BAD_NUMBER:
                findings.add("This isn't a number that FHIR allows.", place_along("", (trail, step)))
    findings.raise_if_any()


def _check_names(holder: JsonObject, trail: Trail, findings: Findings) -> None:
    if isinstance(holder, _Doubled):
        for name in holder.names:
            findings.add("This name comes twice in the same object.", place_along("", (trail, name)))
    if any(_UNSTORABLE.search(name) for name in holder):
        findings.add("A name in this object isn't text.", place_along("", trail))
