"""The board of admissions: everybody who wants to start, by stage, the longest wait first."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Q

from stepwell.domain.admissions.models import Enquiry, Referral
from stepwell.domain.admissions.permissions import VIEW_ENQUIRY, visible_enquiries
from stepwell.domain.admissions.queries.moves import may_steps, situation_of
from stepwell.domain.admissions.queries.protocol import protocols
from stepwell.domain.admissions.queries.referral import waiting_referrals
from stepwell.domain.admissions.queries.standing import Standing, standings, with_facts
from stepwell.domain.admissions.rules.moves import Step, next_step
from stepwell.domain.admissions.rules.newcomer import person_of
from stepwell.domain.admissions.rules.stages import Stage
from stepwell.domain.admissions.rules.targets import Protocol, end_of_first_day, late_by
from stepwell.domain.admissions.rules.words import median_words
from stepwell.kernel.actor import Actor
from stepwell.kernel.wording import short_day, span_words
from stepwell.platform.access.permission import require
from stepwell.platform.ledger.unit import record_list_read

STARTED_FOR = timedelta(days=7)
MOST = 400


@dataclass(frozen=True, slots=True)
class Card:
    """One person on the board: an enquiry, or a referral that waits for "could this be the same person?"."""

    name: str
    source: str
    blocker: str
    tone: str
    icon: str
    owner: str
    waited: timedelta
    enquiry_id: UUID | None = None
    referral_id: UUID | None = None
    is_longest: bool = False
    # what comes after the blocker, and the first of all this that the reader can do
    then: tuple[str, ...] = ()
    step: Step | None = None
    late: timedelta | None = None

    @property
    def late_words(self) -> str:
        """How far over the site's target; empty while it isn't."""
        return f"late by {span_words(self.late)}" if self.late else ""

    @property
    def age(self) -> str:
        """How long they have been in this stage."""
        return span_words(self.waited)


@dataclass(frozen=True, slots=True)
class Column:
    """One stage. `wait` is the median, in words."""

    stage: Stage
    cards: tuple[Card, ...]
    wait: str
    empty: str


@dataclass(frozen=True, slots=True)
class Pipeline:
    """The whole board. `longest` waits longest of all who haven't started. `is_cut`: there are more than fit."""

    columns: tuple[Column, ...]
    people: int
    longest: Card | None
    is_cut: bool
    late: int


EMPTY = {
    Stage.ENQUIRY: "Nobody waits for a first answer.",
    Stage.SCREENED: "Nobody waits for a check of benefits.",
    Stage.BENEFITS: "Nobody waits for an assessment.",
    Stage.ASSESSED: "Nobody waits for a placement.",
    Stage.PLACED: "Nobody waits for a first day.",
    Stage.SCHEDULED: "Nobody has a seat held.",
    Stage.STARTED: "Nobody started in the last 7 days.",
}
# How a blocker looks while it is in time. Red is for safety alone.
_ICONS = {
    Stage.ENQUIRY: "clipboard",
    Stage.SCREENED: "shield",
    Stage.BENEFITS: "chat",
    Stage.ASSESSED: "steps",
    Stage.PLACED: "calendar",
    Stage.SCHEDULED: "arrow-right",
    Stage.STARTED: "check-circle",
}


def pipeline(actor: Actor, now: datetime) -> Pipeline:
    """Who wants to start and what each waits for; those who started stay for a week. Written down as a list read."""
    require(actor, VIEW_ENQUIRY)
    on_board = Q(started_at__isnull=True, closed_at__isnull=True) | Q(started_at__gt=now - STARTED_FOR)
    rows = with_facts(Enquiry.objects.filter(visible_enquiries(actor), on_board)).order_by("received_at", "pk")
    enquiries = list(rows[: MOST + 1])
    is_cut, enquiries = len(enquiries) > MOST, enquiries[:MOST]
    where = standings(actor, enquiries)
    may = may_steps(actor, enquiries)
    set_by_site = protocols(actor, {enquiry.site_id for enquiry in enquiries})
    cards: dict[Stage, list[Card]] = {stage: [] for stage in Stage}
    for enquiry in enquiries:
        standing = where[enquiry.pk]
        step = next_step(situation_of(enquiry, standing, may[enquiry.pk]))
        cards[standing.stage].append(_card(enquiry, standing, step, set_by_site[enquiry.site_id], now))
    cards[Stage.ENQUIRY] += [_question(referral, now) for referral in waiting_referrals(actor)]
    record_list_read(actor, "admissions", [enquiry.client_id for enquiry in enquiries])
    return _board(cards, is_cut)


def _board(cards: dict[Stage, list[Card]], is_cut: bool) -> Pipeline:
    waiting = [card for stage, some in cards.items() if stage is not Stage.STARTED for card in some]
    longest = max(waiting, key=lambda card: card.waited, default=None)
    columns = tuple(
        Column(stage, _marked(some, longest), _wait(stage, some), EMPTY[stage]) for stage, some in cards.items()
    )
    late = sum(card.late is not None for card in waiting)
    return Pipeline(columns, sum(len(column.cards) for column in columns), longest, is_cut, late)


def _marked(cards: list[Card], longest: Card | None) -> tuple[Card, ...]:
    """Longest first. The one that waits longest of the whole board is marked, when that is a day or more."""
    ordered = sorted(cards, key=lambda card: card.waited, reverse=True)
    marks = longest is not None and longest.waited >= timedelta(days=1)
    return tuple(replace(card, is_longest=True) if marks and card is longest else card for card in ordered)


def _wait(stage: Stage, cards: list[Card]) -> str:
    if stage is Stage.STARTED:
        return "this week"
    return median_words([card.waited for card in cards])


def _card(enquiry: Enquiry, standing: Standing, step: Step | None, protocol: Protocol, now: datetime) -> Card:
    late = late_by(due_at_of(enquiry, standing, protocol), now)
    tone, icon = ("warn", "clock") if late else ("", _ICONS[standing.stage])
    if standing.facts.stop:
        tone, icon = "danger", "shield"
    elif standing.says_died:
        tone, icon = "warn", "alert"
    elif standing.stage is Stage.STARTED:
        tone = "ok"
    words = standing.blocker
    if standing.stage is Stage.STARTED:
        words = standing.episode.track.name if standing.episode else "Started"
    elif standing.stage is Stage.SCHEDULED and standing.held and not standing.facts.stop and not standing.says_died:
        words = f"{standing.held.track.name} from {short_day(standing.held.start_on)}"
    return Card(
        name=enquiry.client.name,
        source=source_words(enquiry.source, enquiry.source_name),
        blocker=words,
        tone=tone,
        icon=icon,
        owner=enquiry.owner.name if enquiry.owner else "",
        waited=now - standing.since,
        enquiry_id=enquiry.pk,
        then=tuple(one for one in standing.missing if one != words and standing.stage is not Stage.STARTED),
        step=step,
        late=late,
    )


def due_at_of(enquiry: Enquiry, standing: Standing, protocol: Protocol) -> datetime | None:
    """When the next stage should be reached: the site's hours, or the end of the first day that was chosen."""
    if standing.stage is Stage.STARTED or enquiry.closed_at is not None:
        return None
    if standing.stage is Stage.SCHEDULED and standing.held:
        return end_of_first_day(standing.held.start_on, ZoneInfo(enquiry.site.zone))
    return protocol.due_at(standing.stage, standing.since)


def _question(referral: Referral, now: datetime) -> Card:
    person = person_of(referral.person)
    return Card(
        name=person.name_text or " ".join((*person.given_names, person.family_name)),
        source=source_words("referral", referral.source_name),
        blocker="Could this be the same person?",
        tone="info",
        icon="users",
        owner=referral.received_by.name if referral.received_by else "",
        waited=now - referral.received_at,
        referral_id=referral.pk,
    )


def source_words(source: str, name: str) -> str:
    """Referral, Tribal clinic; Phone."""
    return f"{source.capitalize()}, {name}" if name else source.capitalize()
