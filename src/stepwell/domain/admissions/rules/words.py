"""Waits, dates and numbers as staff read them. Pure."""

import calendar
from collections.abc import Sequence
from datetime import timedelta
from statistics import median

from stepwell.domain.admissions.values import PartialDate
from stepwell.kernel.wording import span_words


def median_words(spans: Sequence[timedelta]) -> str:
    """The median wait; where nobody is, nobody waits."""
    if not spans:
        return "nobody"
    return f"median {span_words(timedelta(seconds=median(span.total_seconds() for span in spans)))}"


def date_words(text: str) -> str:
    """A date as precise as it was sent: 1984, May 1984, 12 May 1984; the day of an instant."""
    if not text:
        return ""
    on = PartialDate.parse(text).on
    if on is not None:
        return f"{on.day} {calendar.month_abbr[on.month]} {on.year}"
    year, _, month = text.partition("-")
    return f"{calendar.month_abbr[int(month)]} {year}" if month else year


def masked(number: str) -> str:
    """The last four characters: enough to tell two numbers apart, not enough to use one."""
    return f"…{number[-4:]}" if len(number) > 4 else "…"
