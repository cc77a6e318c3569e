"""What was asked of the planner, and what came of it: read with names, each time anew."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from stepwell.domain.catalog.models import Place, Service
from stepwell.domain.catalog.rules.services import ServiceKind
from stepwell.domain.people.models import Client, Site, Staff
from stepwell.domain.people.permissions import visible_clients
from stepwell.domain.planner.models import Kind, Proposal, State
from stepwell.domain.planner.permissions import PROPOSE, visible_proposals
from stepwell.domain.planner.rules.changes import Changes, changes
from stepwell.domain.planner.rules.instance import SLOT_MINUTES, SLOTS_A_DAY, moment, moments
from stepwell.domain.planner.rules.plan import NOTHING_PLANNED, Hour, Plan
from stepwell.domain.planner.rules.wire import read_plan
from stepwell.domain.week.models import Series, Session
from stepwell.domain.week.permissions import ENROLL
from stepwell.kernel.actor import Actor
from stepwell.kernel.calendar import local_instant
from stepwell.kernel.errors import NotFound
from stepwell.platform.access.permission import require
from stepwell.platform.ledger.unit import record_list_read

# Ours: a worker that said nothing for so long is taken for gone.
GONE_AFTER = timedelta(seconds=30)
MOST_SHOWN = 20


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody whom a proposal puts into a group, or takes out of one."""

    client: Client
    series: Series
    leaves: bool = False


@dataclass(frozen=True, slots=True)
class Cover:
    """A session that a proposal gives another leader, another time or both; None where nobody can lead it.

    `starts_at` is its new start, None where it stays. `come` of `booked` can come then, where that is counted. `place`
    is its new room; empty where it stays.
    """

    session: Session
    leader: Staff | None
    starts_at: datetime | None = None
    come: int = 0
    booked: int = 0
    place: str = ""


@dataclass(frozen=True, slots=True)
class Retimed:
    """A group that meets at another time, under another leader or in another room (`place`) from then on; none of them
    where it isn't held.
    """

    series: Series
    words: str
    leader: Staff | None
    place: str = ""


@dataclass(frozen=True, slots=True)
class Sitting:
    """Somebody for whom a proposal changes no group: one that they stay in, or None where they are in none."""

    client: Client
    series: Series | None


@dataclass(frozen=True, slots=True)
class HourAt:
    """Somebody's weekly individual hour: when, with whom, where."""

    client: Client
    leader: Staff
    words: str
    place: str


@dataclass(frozen=True, slots=True)
class Change:
    """All that a proposal would change, with names; and the marks of its words. `books`: accepting books the hours.

    `kept` and `sitting` are what it leaves alone and a hand may change: groups of a term, and who sits where.
    """

    members: tuple[Member, ...]
    covers: tuple[Cover, ...]
    groups: tuple[Retimed, ...]
    hours: tuple[HourAt, ...]
    names: dict[str, str]
    books: bool = False
    kept: tuple[Retimed, ...] = ()
    sitting: tuple[Sitting, ...] = ()

    @property
    def sitting_people(self) -> int:
        """How many people that is."""
        return len({one.client.pk for one in self.sitting})

    @property
    def hours_with(self) -> str:
        """`Maya Lind 12, Ty Brooks 3`: how many hours with whom, the most first."""
        many = Counter(one.leader.name for one in self.hours)
        return ", ".join(f"{name} {count}" for name, count in sorted(many.items(), key=lambda one: (-one[1], one[0])))


def list_proposals(actor: Actor, site: Site) -> Sequence[Proposal]:
    """What was asked at the site, the newest first."""
    require(actor, PROPOSE)
    found = Proposal.objects.filter(visible_proposals(actor), site=site).select_related("asked_by", "away", "track")
    return list(found.defer("progress", "result").order_by("-asked_at")[:MOST_SHOWN])


def find_proposal(actor: Actor, proposal_id: UUID, *, lock: bool = False) -> Proposal:
    """One proposal. Raises `NotFound`."""
    require(actor, PROPOSE)
    found = Proposal.objects.filter(visible_proposals(actor), pk=proposal_id)
    if lock:
        found = found.select_for_update(of=("self",), no_key=True)
    proposal = found.select_related("site", "asked_by", "away", "decided_by", "track").first()
    if proposal is None:
        raise NotFound("proposal")
    return proposal


def is_gone(proposal: Proposal, now: datetime) -> bool:
    """The worker that solved it is no more: it says nothing any longer."""
    return proposal.state == State.SOLVING and now - proposal.seen_at > GONE_AFTER


def mark(client_id: UUID) -> str:
    """What stands for a client's name where words are kept."""
    return f"[{client_id}]"


def plan_of(proposal: Proposal) -> Plan:
    """The plan that was found, as it is kept; empty where there is none."""
    return read_plan(said) if (said := proposal.result.get("plan")) else NOTHING_PLANNED


def before_of(proposal: Proposal) -> Plan:
    """The week that it began with."""
    return read_plan(said) if (said := proposal.result.get("before")) else NOTHING_PLANNED


def changes_of(proposal: Proposal) -> Changes:
    """What accepting it would change."""
    return changes(before_of(proposal), plan_of(proposal))


def can_be_accepted(proposal: Proposal) -> bool:
    """Whether there is anything that accepting would do."""
    found = changes_of(proposal)
    if proposal.kind in (Kind.CLOSED, Kind.ROOM):
        return bool(plan_of(proposal).held)
    return bool(found.leaves or found.joins or found.moved or hours_to_book(proposal))


def hours_to_book(proposal: Proposal) -> tuple[Hour, ...]:
    """The individual hours that accepting books; none where the site had no kind of hour for them when it was asked."""
    return plan_of(proposal).hours if proposal.result.get("hour_service") else ()


def hour_service(proposal: Proposal) -> int | None:
    """As what a term's individual hours are booked, by id. Ours: the first one to one that the site took and whose
    minutes count; what else it has is planned by hand.
    """
    if proposal.kind != Kind.TERM:
        return None
    alone = Service.objects.filter(site=proposal.site, is_open=True, counts=True, kind=ServiceKind.INDIVIDUAL.value)
    return alone.order_by("pk").values_list("pk", flat=True).first()


def starts_at(proposal: Proposal, session: Session, option: Sequence[int]) -> datetime:
    """The instant at which a session would begin: the day of its week, seven at most, that the slot lies on."""
    first_on = proposal.first_on
    if proposal.kind == Kind.CLOSED:
        # the week that holds the closed day, from the site's first weekday
        first_on -= timedelta(days=(first_on.weekday() - proposal.site.week_starts_on) % 7)
    weekday, quarters = divmod(option[0], SLOTS_A_DAY)
    day = first_on + timedelta(days=(weekday - first_on.weekday()) % 7)
    at = time(quarters * SLOT_MINUTES // 60, quarters * SLOT_MINUTES % 60)
    return local_instant(day, at, ZoneInfo(session.site.zone))


def people_of(actor: Actor, proposal: Proposal) -> dict[UUID, Client]:
    """Whom it is about, of those whom the actor sees; written down as a list read."""
    require(actor, PROPOSE)
    named = {UUID(one.split("|")[0]) for one in proposal.result.get("people", [])}
    clients = {one.pk: one for one in Client.objects.filter(visible_clients(actor, ENROLL), pk__in=named)}
    record_list_read(actor, "proposal", clients)
    return clients


def change_of(actor: Actor, proposal: Proposal) -> Change:
    """All that it would change. At most eight queries; whom it names is written down as a list read."""
    require(actor, PROPOSE)
    plan, found = plan_of(proposal), changes_of(proposal)
    kind = Kind(proposal.kind)
    clients = people_of(actor, proposal)
    names = {mark(one.pk): one.name for one in clients.values()}
    if kind in (Kind.COVER, Kind.CLOSED, Kind.ROOM):
        return Change((), _covers(proposal, plan, found), (), (), names)
    groups = {one.group for one in (*plan.held, *before_of(proposal).held)}
    series = Series.objects.filter(site=proposal.site).select_related("leader").in_bulk([UUID(one) for one in groups])
    # where people are placed, a group is its own leader
    led = [one.leader for one in plan.held] + [one.leader for one in plan.hours] if kind is Kind.TERM else []
    staff = Staff.objects.in_bulk({int(one) for one in led})
    seats = [(one, True) for one in found.leaves] + [(one, False) for one in found.joins]
    members = [
        Member(clients[UUID(one.person)], series[UUID(one.group)], leaves)
        for one, leaves in seats
        if UUID(one.person) in clients and UUID(one.group) in series
    ]
    rooms = [one.room for one in plan.hours] + [one.rooms[0] for one in plan.held if kind is Kind.TERM]
    places = Place.objects.in_bulk({int(one) for one in rooms})
    hours = [
        HourAt(clients[UUID(one.person)], staff[int(one.leader)], moment(one.start), places[int(one.room)].name)
        for one in plan.hours
        if UUID(one.person) in clients and int(one.leader) in staff
    ]
    return Change(
        tuple(sorted(members, key=lambda one: (one.client.sort_key, not one.leaves, one.series.name))),
        (),
        _retimed(found, series, staff, places) if kind is Kind.TERM else (),
        tuple(sorted(hours, key=lambda one: one.client.sort_key)),
        names,
        bool(hours_to_book(proposal)),
        _kept(proposal, plan, found, series, staff, places) if kind is Kind.TERM else (),
        _sitting(plan, found, series, clients),
    )


def _kept(
    proposal: Proposal,
    plan: Plan,
    found: Changes,
    series: dict[UUID, Series],
    staff: dict[int, Staff],
    places: dict[int, Place],
) -> tuple[Retimed, ...]:
    """Groups of the term that stay at their time, in their room and under their leader. Groups of other tracks and
    people's own sessions only stand around it.
    """
    moved = {now.group for _, now in found.moved}
    rows = [
        Retimed(one, moments(held.option), staff.get(int(held.leader)), places[int(held.rooms[0])].name)
        for held in plan.held
        if held.group not in moved and (one := series.get(UUID(held.group))) is not None
        if not one.is_own and proposal.track_id in (None, one.track_id)
    ]
    return tuple(sorted(rows, key=lambda one: one.series.name))


def _sitting(
    plan: Plan, found: Changes, series: dict[UUID, Series], clients: dict[UUID, Client]
) -> tuple[Sitting, ...]:
    """Each of them with each group that they stay in; who changes groups is among those who do."""
    changing = {UUID(one.person) for one in (*found.leaves, *found.joins)}
    rows = [
        Sitting(one, series[UUID(group)] if group else None)
        for key, one in clients.items()
        if key not in changing
        for group in (plan.groups_of.get(str(key)) or ("",))
        if not group or UUID(group) in series
    ]
    return tuple(sorted(rows, key=lambda one: (one.client.sort_key, one.series.name if one.series else "")))


def _retimed(
    found: Changes, series: dict[UUID, Series], staff: dict[int, Staff], places: dict[int, Place]
) -> tuple[Retimed, ...]:
    moved = [
        Retimed(
            series[UUID(now.group)],
            moments(now.option),
            staff.get(int(now.leader)),
            places[int(now.rooms[0])].name if now.rooms != before.rooms else "",
        )
        for before, now in found.moved
        if UUID(now.group) in series
    ]
    gone = [Retimed(series[UUID(one.group)], "", None) for one in found.gone if UUID(one.group) in series]
    return tuple(sorted((*moved, *gone), key=lambda one: one.series.name))


def _covers(proposal: Proposal, plan: Plan, found: Changes) -> tuple[Cover, ...]:
    """Who leads which session when, in order of their present times."""
    asked = {one.group for one in (*plan.held, *before_of(proposal).held)} | set(proposal.result.get("open", []))
    sessions = Session.objects.filter(site=proposal.site, pk__in=asked)
    sessions = sessions.select_related("series", "place", "leader", "site").order_by("starts_at")
    staff = Staff.objects.in_bulk({int(one.leader) for one in plan.held})
    rooms = Place.objects.in_bulk({int(room) for one in plan.held for room in one.rooms})
    places = {str(pk): one.name for pk, one in rooms.items()}
    before = before_of(proposal)
    return tuple(
        Cover(
            one,
            staff.get(int(held.leader)) if held else None,
            starts_at(proposal, one, held.option) if held and held.option != _option(before, one) else None,
            len(plan.members_of.get(str(one.pk), ())),
            len(before.members_of.get(str(one.pk), ())),
            places[held.rooms[0]] if held and held.rooms[0] in places and held.rooms[0] != str(one.place_id) else "",
        )
        for one in sessions
        for held in (plan.held_of.get(str(one.pk)),)
    )


def _option(before: Plan, session: Session) -> tuple[int, ...]:
    held = before.held_of.get(str(session.pk))
    return held.option if held else ()
