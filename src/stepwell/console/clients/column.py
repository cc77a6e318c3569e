"""The timeline's column: rows by day with the gaps between them in words, each with the page it leads to."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from uuid import UUID
from zoneinfo import ZoneInfo

from django.urls import reverse

from stepwell.domain.admissions.permissions import VIEW_ENQUIRY, VIEW_STAYS
from stepwell.domain.assessment.permissions import VIEW_ASSESSMENT
from stepwell.domain.availability.permissions import VIEW_AVAILABILITY
from stepwell.domain.careplan.permissions import VIEW_PLAN
from stepwell.domain.checkins.permissions import SEE_CHECK_IN
from stepwell.domain.consent.permissions import KEEP_CONSENTS
from stepwell.domain.contact.permissions import VIEW_CONTACT
from stepwell.domain.coverage.permissions import VIEW_AUTHORIZATIONS
from stepwell.domain.meals.permissions import VIEW_DIET
from stepwell.domain.measures.permissions import VIEW_ANSWERS
from stepwell.domain.orientation.permissions import GIVE_ORIENTATION
from stepwell.domain.people.models import Client
from stepwell.domain.prevention.permissions import REVIEW_USE, VIEW_PREVENTION
from stepwell.domain.safety.permissions import VIEW_EVENT
from stepwell.domain.team.permissions import VIEW_MEETING
from stepwell.domain.thread.queries.links import StepOf
from stepwell.domain.week.permissions import RESCUE, VIEW_NOTES, VIEW_ROLL
from stepwell.kernel.actor import Permission
from stepwell.kernel.happened import Happened
from stepwell.kernel.wording import clock_24
from stepwell.platform.notify.permissions import VIEW_OUTBOX
from stepwell.workflows.timeline import PERMISSIONS

# Ours: so many days with nothing are said in words, so that a gap isn't taken for a short night.
GAP_DAYS = 7
Leads = tuple[Permission, Callable[[Client, str], str]]


def _its(name: str) -> Callable[[Client, str], str]:
    return lambda _, key: reverse(name, args=[key])


def _theirs(name: str) -> Callable[[Client, str], str]:
    return lambda client, _: reverse(name, args=[client.pk])


# Where a row leads, and who may go there.
LEADS: Mapping[str, Leads] = {
    "session": (VIEW_ROLL, _its("group")),
    "note": (VIEW_NOTES, _its("note")),
    "outreach": (RESCUE, _its("outreach")),
    "measure": (VIEW_ANSWERS, lambda client, code: reverse("instrument", args=[client.pk, code])),
    "safety": (VIEW_EVENT, _its("crisis_event")),
    "enquiry": (VIEW_ENQUIRY, _its("enquiry")),
    "placements": (VIEW_ENQUIRY, _theirs("placements")),
    "stays": (VIEW_STAYS, _theirs("stays")),
    "plan": (VIEW_PLAN, _theirs("plan")),
    "plan-review": (VIEW_PLAN, _theirs("plan_review")),
    "prevention": (VIEW_PREVENTION, _theirs("prevention")),
    "use-review": (REVIEW_USE, _its("use_review")),
    "assessment": (VIEW_ASSESSMENT, _its("assessment")),
    "meeting": (VIEW_MEETING, _its("meeting")),
    "consent": (KEEP_CONSENTS, _its("consent")),
    "orientation": (GIVE_ORIENTATION, _theirs("orientation")),
    "authorization": (VIEW_AUTHORIZATIONS, _theirs("client_authorizations")),
    "contact": (VIEW_CONTACT, _theirs("contact")),
    "own-times": (VIEW_AVAILABILITY, _theirs("own_times")),
    "diet": (VIEW_DIET, _theirs("diet")),
    "outbox": (VIEW_OUTBOX, lambda _client, _key: reverse("outbox")),
}
# What a page with a timeline asks for.
HELD = PERMISSIONS | {permission for permission, _ in LEADS.values()} | {SEE_CHECK_IN}


@dataclass(frozen=True, slots=True)
class Entry:
    """One row. `see_url` is where a check-in that nobody has seen is marked as read; `step` what a note served."""

    one: Happened
    time: str
    tone: str
    url: str
    see_url: str
    step: StepOf | None


@dataclass(frozen=True, slots=True)
class Day:
    """A day, the newest first; `gap` stands above it where nothing happened for long."""

    heading: str
    gap: str
    entries: tuple[Entry, ...]


def days_of(
    rows: Sequence[Happened],
    client: Client,
    held: Collection[Permission],
    steps: Mapping[UUID, StepOf],
    *,
    today: date,
    above: date,
    above_is_empty: bool = True,
) -> list[Day]:
    """Rows by the site's day. `above` is the day that stands before the first of them: the last page's last, or the
    end of what was asked for, on which nothing need have happened.
    """
    zone = ZoneInfo(client.site.zone)
    found = []
    for day, some in groupby(rows, key=lambda one: one.at.astimezone(zone).date()):
        entries = tuple(_entry(one, client, held, steps, zone) for one in some)
        gap = gap_words((above - day).days - (not above_is_empty), until_today=above_is_empty and above == today)
        found.append(Day(day_words(day, today), gap, entries))
        above, above_is_empty = day, False
    return found


def day_words(day: date, today: date) -> str:
    """Today, or "Monday 5 October" (with the year when it isn't this one's)."""
    if day == today:
        return "Today"
    year = f" {day.year}" if day.year != today.year else ""
    return f"{day:%A} {day.day} {day:%B}{year}"


def gap_words(days: int, *, until_today: bool) -> str:
    """Such as: Nothing for 12 days. Empty where it isn't long."""
    if days < GAP_DAYS:
        return ""
    return f"Nothing for {days} days{', until today' if until_today else ''}"


def _entry(
    one: Happened, client: Client, held: Collection[Permission], steps: Mapping[UUID, StepOf], zone: ZoneInfo
) -> Entry:
    to, key = one.leads_to
    permission, url_of = LEADS.get(to, (None, None))
    unseen = to == "check-in" and not one.state[0] and SEE_CHECK_IN in held
    return Entry(
        one,
        time="" if one.is_whole_day else clock_24(one.at, zone),
        tone=one.tone or one.kind.tone,
        url=url_of(client, key) if url_of is not None and permission in held else "",
        see_url=reverse("see_check_in", args=[key]) if unseen else "",
        step=steps.get(UUID(key)) if to == "note" else None,
    )
