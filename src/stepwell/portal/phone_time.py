"""The times that a phone sends along, as its own clock had them."""

from datetime import datetime

from django.utils.dateparse import parse_datetime


def phone_time(text: str | None) -> datetime | None:
    """An instant in ISO 8601 with its zone; None for anything else, since a page without scripts sends none."""
    try:
        found = parse_datetime((text or "").strip())
    except ValueError:
        return None
    return found if found is not None and found.utcoffset() is not None else None
