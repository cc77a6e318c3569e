"""A time of day, in the language that the page speaks."""

from datetime import datetime

from django.utils.translation import gettext


def clock_words(local: datetime) -> str:
    """`9:12 pm` of a time by the site's clock."""
    half = gettext("am") if local.hour < 12 else gettext("pm")
    return f"{local.hour % 12 or 12}:{local:%M} {half}"
