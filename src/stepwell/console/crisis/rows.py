"""Safety events as the screen shows them: times by the site's clock, nothing of the chart."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from stepwell.console.contact.shown import tel
from stepwell.domain.people.models import Staff
from stepwell.domain.safety.models import Page, SafetyEvent
from stepwell.domain.safety.queries.pages import Ladder
from stepwell.domain.safety.rules import door_words, since_words
from stepwell.domain.safety.rules.ladder import LADDER, RUNG_WORDS, Rung
from stepwell.kernel.wording import clock_12, span_words
from stepwell.platform.notify.rules import State
from stepwell.workflows.reach import LABELS

# A message that lay on the phone for longer than this shows both its times.
HELD_BACK = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class EventRow:
    """One event: who, how to reach them, and how far it has come."""

    id: UUID
    client_id: UUID
    name: str
    called: str
    pronouns: str
    phone: str
    tel: str
    kind: str
    said: str
    where: str
    acknowledged: str
    resolved: str
    risk_note: str
    follow_up: str
    followed_up: str
    age: str
    owner: str
    may_open_chart: bool
    to_mind: str = ""

    @property
    def ago(self) -> str:
        """18 min ago."""
        return "Just now." if self.age == "now" else f"{self.age} ago."

    @property
    def state(self) -> str:
        """One line: since when, where if it was at a door, and who has it."""
        parts = (self.said, self.where, self.acknowledged or "Nobody has acknowledged it.")
        return " ".join(part for part in parts if part)


def event_row(event: SafetyEvent, now: datetime, charts: Collection[UUID], to_mind: Mapping[UUID, str]) -> EventRow:
    """One event, told to staff.

    `charts` are the clients whose charts the reader may open, `to_mind` says what to mind before calling whom.
    """
    zone = ZoneInfo(event.client.site.zone)

    def at(instant: datetime | None, verb: str, who: object = "") -> str:
        return f"{verb} {since_words(instant, now, zone)}{f' by {who}' if who else ''}." if instant else ""

    said = at(event.raised_at, "Said")
    if event.received_at - event.raised_at > HELD_BACK:
        said += f" {at(event.received_at, 'Arrived')}"
    client = event.client
    return EventRow(
        id=event.pk,
        client_id=client.pk,
        name=client.name,
        called=client.called,
        pronouns=client.pronouns,
        phone=client.phone,
        tel=tel(client.phone),
        kind=sentence(event.source),
        said=said,
        where=_where(event),
        acknowledged=at(event.acknowledged_at, "Acknowledged", event.acknowledged_by),
        resolved=at(event.resolved_at, "Resolved", event.resolved_by),
        risk_note=event.risk_note,
        follow_up=day_and_time(event.follow_up_at, now, zone),
        followed_up=at(event.followed_up_at, "Followed up", event.followed_up_by),
        age=span(now - event.raised_at),
        owner=event.owner.name if event.owner else "",
        may_open_chart=client.pk in charts,
        to_mind=to_mind.get(client.pk, ""),
    )


def _where(event: SafetyEvent) -> str:
    """For what was said at a device of the program's: who answers may find them there. Else nothing."""
    if not event.at_door:
        return ""
    return sentence(f"{door_words(event.client.site.name, event.place.name if event.place else '')}.")


def sentence(words: str) -> str:
    """With a capital in front."""
    return words[:1].upper() + words[1:]


def day_and_time(instant: datetime | None, now: datetime, zone: ZoneInfo) -> str:
    """Today at 3:00 pm, Thu Oct 8 at 9:30 am."""
    if instant is None:
        return ""
    local = instant.astimezone(zone)
    same = local.date() == now.astimezone(zone).date()
    day = "Today" if same else f"{local:%a} {local:%b} {local.day}"
    return f"{day} at {clock_12(instant, zone)}"


def span(passed: timedelta) -> str:
    """For how long; "now" in the first minute."""
    return span_words(passed) if passed >= timedelta(minutes=1) else "now"


@dataclass(frozen=True, slots=True)
class PageLine:
    """One page as the ladder shows it. `tone` is that of what became of it."""

    at: str
    rung: str
    who: str
    how: str
    tone: str


@dataclass(frozen=True, slots=True)
class LadderShown:
    """Who was paged, by the clock of the site; who is next and in how many minutes; and whom one can call at once."""

    lines: tuple[PageLine, ...]
    next: str
    next_in: str
    to_call: tuple[tuple[str, Staff], ...]


def ladder_shown(ladder: Ladder, now: datetime, zone: ZoneInfo) -> LadderShown:
    """The ladder of one event, told to staff."""
    lines = tuple(
        PageLine(
            since_words(page.at, now, zone),
            RUNG_WORDS[Rung(page.rung)],
            page.staff.name if page.staff else "Nobody stood there",
            *_fate(page),
        )
        for page in ladder.pages
    )
    to_call = tuple((RUNG_WORDS[rung], one) for rung in LADDER for one in ladder.rungs[rung])
    if ladder.next is None:
        return LadderShown(lines, "", "", to_call)
    names = ", ".join(one.name for one in ladder.rungs[ladder.next.rung]) or "nobody stands there"
    left = ladder.next.at - now
    when = "now" if left <= timedelta(0) else f"in {max(1, round(left / timedelta(minutes=1)))} min"
    return LadderShown(lines, f"{RUNG_WORDS[ladder.next.rung]} ({names})", when, to_call)


def _fate(page: Page) -> tuple[str, str]:
    """By which way it went, and what became of it."""
    if page.message is None:
        return ("No way to reach them" if page.staff else "", "danger")
    words, tone = _FATES[State(page.message.state)]
    return f"{LABELS[page.message.channel]}: {words}", tone


_FATES = {
    State.QUEUED: ("on its way", "info"),
    State.HELD: ("on its way", "info"),
    State.SENT: ("sent", "ok"),
    State.DELIVERED: ("arrived", "ok"),
    State.BOUNCED: ("came back", "danger"),
    State.GIVEN_UP: ("did not go out", "danger"),
    State.WITHDRAWN: ("not needed any more", "neutral"),
}
