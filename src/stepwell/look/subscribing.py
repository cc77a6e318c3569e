"""An address that a calendar reads, as a page shows it: the same on the phone and in the console."""

from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_noop

# What is said after each of the form's verbs.
SAID = {
    "make": gettext_noop("Here is your address. An earlier one doesn’t work any more."),
    "place": gettext_noop("Saved."),
    "revoke": gettext_noop("It is off. Take the calendar out of your phone too: it may keep what it has read."),
}


@dataclass(frozen=True, slots=True)
class Subscription:
    """The address to copy, and the same as one that a calendar opens by itself. Both empty while there is none."""

    address: str
    subscribe: str


def subscription(request: HttpRequest, token: str) -> Subscription:
    """Under the address that the site is known by, else the one that this page came from."""
    if not token:
        return Subscription("", "")
    path = reverse("calendar_feed", args=[token])
    address = settings.PUBLIC_URL + path if settings.PUBLIC_URL else request.build_absolute_uri(path)
    return Subscription(address, "webcal:" + address.partition(":")[2])
