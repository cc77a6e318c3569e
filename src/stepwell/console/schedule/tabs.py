"""What hangs together with the schedule: links on top of each of its pages."""

from typing import Any

from django.urls import reverse

from stepwell.domain.meals.permissions import VIEW_DAY
from stepwell.domain.people.models import Site
from stepwell.domain.team.permissions import VIEW_MEETING
from stepwell.domain.week.permissions import RECEIVE, VIEW_SESSION, VIEW_WEEK
from stepwell.kernel.actor import Actor, Permission

# Label, URL name, who may.
TABS: tuple[tuple[str, str, Permission], ...] = (
    ("Week", "schedule", VIEW_SESSION),
    ("Arrivals", "arrivals", RECEIVE),
    ("Day sheet", "day_sheet", VIEW_DAY),
    ("Attendance", "attendance", VIEW_WEEK),
    ("Team meetings", "meetings", VIEW_MEETING),
)


def schedule_tabs(actor: Actor, site: Site, current: str) -> list[dict[str, Any]]:
    """Those that the actor may open, of one site."""
    return [
        {"label": label, "url": f"{reverse(name)}?site={site.pk}", "current": name == current}
        for label, name, permission in TABS
        if actor.may(permission)
    ]
