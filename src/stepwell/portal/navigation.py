"""The client's tabs, and what "I don't feel safe" needs on every page."""

from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext, gettext_noop

from stepwell.platform.accounts.keeping import keep_key


@dataclass(frozen=True, slots=True)
class Tab:
    """One tab at the foot of the phone."""

    label: str
    url: str
    icon: str
    current: bool
    danger: bool = False


TABS = (
    (gettext_noop("Today"), "me_today", "sun", False),
    (gettext_noop("Check in"), "me_check_in", "pulse", False),
    (gettext_noop("Plan"), "me_plan", "steps", False),
    (gettext_noop("Help"), "me_help", "help", True),
)


def tabs_at(path: str) -> list[Tab]:
    """The tabs, and which of them `path` belongs to."""
    home = reverse("me_today")
    own = path.removeprefix(home).split("/")[0] if path.startswith(home) else None
    current = None if own is None else f"{home}{own}/" if own else home
    return [
        Tab(gettext(label), url, icon, url == current, danger)
        for label, url, icon, danger in ((label, reverse(name), icon, danger) for label, name, icon, danger in TABS)
    ]


def portal_context(request: HttpRequest) -> dict[str, Any]:
    """For every page that a client sees: the tabs, and an event key made for this page; nothing for anybody else."""
    actor = getattr(request, "actor", None)
    if actor is None or actor.client_id is None:
        return {}
    return {
        "tabs": tabs_at(request.path),
        "unsafe_url": reverse("me_help"),
        "unsafe_key": uuid4(),
        "keep_key": keep_key(request),
        "idle_minutes": settings.IDLE_MINUTES_PHONE,
    }
