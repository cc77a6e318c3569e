"""How a line of the log is written: where something broke and what kind of error it was, never what the error says.

PostgreSQL's errors quote the row that failed, a `ValueError` quotes what was typed: either may be somebody's name or
health. The place and the class are enough to find the fault; the rest is in the database, behind the door.
"""

import logging
import re
import time
import traceback
from typing import Any

# A link that signs in is a secret for as long as it works, and so is a calendar's: both stand in an address.
_LINK = re.compile(r"(/login/link/|/calendar/)[^\s/]+")


class WithoutMessages(logging.Formatter):
    """A formatter that prints an exception's frames and class, and those of what caused it, without their messages.

    Times are UTC and say so, whatever the machine's own zone.
    """

    converter = staticmethod(time.gmtime)
    default_time_format = "%Y-%m-%dT%H:%M:%S"
    default_msec_format = "%s.%03dZ"

    def format(self, record: logging.LogRecord) -> str:
        """The line. What another formatter has written of the exception and left on the record isn't used."""
        kept, record.exc_text = record.exc_text, None
        try:
            return _LINK.sub(r"\1-", super().format(record))
        finally:
            record.exc_text = kept

    def formatException(self, ei: Any) -> str:  # noqa: N802 - its name in the standard library
        """The chain of exceptions, the first cause on top."""
        parts: list[str] = []
        error: BaseException | None = ei[1]
        seen: set[int] = set()
        while error is not None and id(error) not in seen:
            seen.add(id(error))
            frames = "".join(traceback.format_list(traceback.extract_tb(error.__traceback__)))
            parts.append(f"{frames}{type(error).__module__}.{type(error).__qualname__}")
            error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
        return "\nThen:\n".join(reversed(parts))
