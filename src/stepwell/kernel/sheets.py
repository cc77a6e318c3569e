"""A table as CSV that a spreadsheet opens and doesn't run.

RFC 4180 with a byte order mark, so that names keep their letters. A cell that a spreadsheet would take for a formula
begins with an apostrophe (OWASP, "CSV Injection").
"""

import csv
from collections.abc import Iterable, Sequence
from io import StringIO

_RUNS = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")


def as_csv(head: Sequence[str], rows: Iterable[Sequence[str | int]]) -> bytes:
    """The whole file, as UTF-8."""
    out = StringIO(newline="")
    writer = csv.writer(out, quoting=csv.QUOTE_MINIMAL)
    writer.writerow(head)
    writer.writerows([one if isinstance(one, int) else harmless(one) for one in row] for row in rows)
    return out.getvalue().encode("utf-8-sig")


def harmless(text: str) -> str:
    """The same words; no formula, whatever they begin with."""
    return f"'{text}" if text.lstrip(" ").startswith(_RUNS) or text.startswith(_RUNS) else text
