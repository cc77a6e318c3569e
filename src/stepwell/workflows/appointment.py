"""How an appointment is put where anybody may read it: a day, a time, where one finds the rest. Never what it is."""

from datetime import datetime
from zoneinfo import ZoneInfo

from django.conf import settings
from django.urls import reverse

from stepwell.domain.people.models import Site
from stepwell.kernel.wording import clock_12


def when_words(at: datetime, site: Site) -> str:
    """`Thursday, October 8 at 6:00 pm`: "tomorrow" would be wrong by the time it may go out."""
    zone = ZoneInfo(site.zone)
    local = at.astimezone(zone)
    return f"{local:%A}, {local:%B} {local.day} at {clock_12(at, zone)}"


def day_words(at: datetime, site: Site) -> str:
    """`Thursday, October 8`."""
    local = at.astimezone(ZoneInfo(site.zone))
    return f"{local:%A}, {local:%B} {local.day}"


def link_words() -> str:
    """Where they see it: behind their login."""
    return settings.PUBLIC_URL + reverse("me_today")


def how_words(site: Site) -> str:
    """`call 303 555 0100`, or who to call where no number is known."""
    return f"call {site.phone}" if site.phone else "call us"
