"""Reads of meetings: the list, one with its agenda, one person of it, and what was decided about somebody."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Count, Prefetch, Q, QuerySet

from stepwell.domain.people.models import CareTeamMember, Client, Post, Site, Staff
from stepwell.domain.people.queries import find_client
from stepwell.domain.team.models import AgendaRequest, Decision, Meeting, MeetingAddendum, MeetingDay, MeetingItem
from stepwell.domain.team.permissions import (
    KEEP_MINUTES,
    OPEN_MEETING,
    SIGN_MEETING,
    VIEW_MEETING,
    visible_items,
    visible_meetings,
    written_items,
)
from stepwell.domain.team.rules.minutes import State, mark_of
from stepwell.kernel.actor import Actor, Role
from stepwell.kernel.clock import day_at
from stepwell.kernel.errors import NotFound
from stepwell.platform.access.permission import require
from stepwell.platform.ledger.unit import record_list_read, record_read

MOST = 30


@dataclass(frozen=True, slots=True)
class Coming:
    """A site's next meeting: its day, and the meeting itself once its agenda is made. `day` says when they meet."""

    site: Site
    day: MeetingDay | None
    on: date | None
    is_today: bool
    meeting: Meeting | None
    may_open: bool


@dataclass(frozen=True, slots=True)
class Page:
    """A meeting as its reader sees it. `hidden` is how many are on the agenda whom the reader may not see."""

    meeting: Meeting
    items: tuple[MeetingItem, ...]
    hidden: int
    attendees: tuple[Staff, ...]
    addenda: tuple[MeetingAddendum, ...]
    may_keep: bool
    may_open: bool
    may_sign: bool

    @property
    def is_signed(self) -> bool:
        """Nothing changes any more."""
        return self.meeting.signed_at is not None

    @property
    def left(self) -> int:
        """How many weren't talked about yet."""
        return sum(item.state != State.DISCUSSED.value for item in self.items)

    @property
    def mark(self) -> str:
        """What the sign-off has to name: these minutes and no others."""
        decisions = sum(len(item.decisions.all()) for item in self.items)
        return mark_of((item.revision for item in self.items), decisions, (one.pk for one in self.attendees))

    def after(self, item: MeetingItem) -> MeetingItem | None:
        """The next one that is open, from the top again after the last."""
        at = next((number for number, one in enumerate(self.items) if one.pk == item.pk), -1)
        ordered = self.items[at + 1 :] + self.items[: max(at, 0)]
        return next((one for one in ordered if one.state == State.OPEN.value), None)


def coming(actor: Actor, sites: Iterable[Site], now: datetime) -> list[Coming]:
    """The next meeting of each of these sites where one works in treatment. Two queries."""
    require(actor, VIEW_MEETING)
    sites = [site for site in sites if site.pk in actor.sites_for(VIEW_MEETING)]
    days = {one.site_id: one for one in MeetingDay.objects.filter(site__in=sites)}
    today = {site.pk: day_at(now, ZoneInfo(site.zone)) for site in sites}
    unsigned = Meeting.objects.filter(site__in=sites, signed_at__isnull=True).order_by("on")
    meetings = {one.site_id: one for one in unsigned if one.on >= today[one.site_id]}
    found = []
    for site in sites:
        day, meeting = days.get(site.pk), meetings.get(site.pk)
        on = meeting.on if meeting else _next(day, today[site.pk])
        may_open = site.pk in actor.sites_for(OPEN_MEETING)
        found.append(Coming(site, day, on, on == today[site.pk], meeting, may_open))
    return found


def past_meetings(actor: Actor, now: datetime) -> Sequence[Meeting]:
    """Earlier ones and today's, the latest first, each with how many were talked about."""
    require(actor, VIEW_MEETING)
    talked = Count("items", filter=Q(items__state=State.DISCUSSED.value))
    found = Meeting.objects.filter(visible_meetings(actor)).annotate(talked=talked, listed=Count("items"))
    return list(found.select_related("site", "signed_by").order_by("-on", "site__name")[:MOST])


def find_meeting(actor: Actor, meeting_id: UUID, *, lock: bool = False) -> Meeting:
    """One meeting; with `lock` nobody else's meanwhile. Raises `NotFound`."""
    require(actor, VIEW_MEETING)
    rows = Meeting.objects.select_for_update(of=("self",)) if lock else Meeting.objects.all()
    meeting = rows.filter(visible_meetings(actor), pk=meeting_id).select_related("site").first()
    if meeting is None:
        raise NotFound("meeting")
    return meeting


def get_meeting(actor: Actor, meeting_id: UUID) -> Page:
    """A meeting with the people whom the reader may see. Written down as a list read."""
    meeting = find_meeting(actor, meeting_id)
    items = tuple(_shown(actor).filter(meeting=meeting))
    record_list_read(actor, "meeting", [item.client_id for item in items])
    listed = MeetingItem.objects.filter(meeting=meeting).count()
    seen = Q(item__isnull=True) | Q(item__in=[item.pk for item in items])
    addenda = MeetingAddendum.objects.filter(seen, meeting=meeting).select_related("item__client")
    site = meeting.site_id
    return Page(
        meeting,
        items,
        listed - len(items),
        tuple(Staff.objects.filter(pk__in=meeting.attendees.values("staff_id")).order_by("name")),
        tuple(addenda.order_by("written_at", "pk")),
        may_keep=site in actor.sites_for(KEEP_MINUTES),
        may_open=site in actor.sites_for(OPEN_MEETING),
        may_sign=site in actor.sites_for(SIGN_MEETING),
    )


def find_item(actor: Actor, meeting_id: UUID, client_id: UUID) -> MeetingItem:
    """One person of a meeting to write on; the meeting is locked first. Raises `NotFound`."""
    require(actor, KEEP_MINUTES)
    find_meeting(actor, meeting_id, lock=True)
    rows = MeetingItem.objects.select_for_update(of=("self",)).select_related("meeting__site", "client__site")
    item = rows.filter(written_items(actor), meeting_id=meeting_id, client_id=client_id).first()
    if item is None:
        raise _hidden(meeting_id, client_id)
    return item


def item_in(page: Page, client_id: UUID) -> MeetingItem:
    """One person of a page that was read. Raises `NotFound`."""
    found = next((item for item in page.items if item.client_id == client_id), None)
    if found is None:
        raise _hidden(page.meeting.pk, client_id)
    return found


def writes(actor: Actor, item: MeetingItem) -> bool:
    """Whether the actor may write in this person's minutes."""
    return actor.may(KEEP_MINUTES) and MeetingItem.objects.filter(written_items(actor), pk=item.pk).exists()


@dataclass(frozen=True, slots=True)
class ClientMeetings:
    """What team meetings said about one person, the last first, and what is asked for the next."""

    client: Client
    items: tuple[MeetingItem, ...]
    requests: tuple[AgendaRequest, ...]


def meetings_of(actor: Actor, client_id: UUID) -> ClientMeetings:
    """For a client whom the actor may see. Written down. Raises `NotFound`."""
    require(actor, VIEW_MEETING)
    client = find_client(actor, client_id, VIEW_MEETING)
    record_read(actor, "meetings", client.pk)
    items = _shown(actor).filter(client=client).order_by("-meeting__on")[:MOST]
    asked = AgendaRequest.objects.filter(client=client, taken_into__isnull=True).select_related("asked_by")
    return ClientMeetings(client, tuple(items), tuple(asked.order_by("asked_at")))


def plan_decisions(actor: Actor, client: Client) -> Sequence[Decision]:
    """What meetings decided about this plan and nobody has done yet: part of the plan, whose read is written down."""
    if not actor.may(VIEW_MEETING):
        return []
    seen = MeetingItem.objects.filter(visible_items(actor), client=client)
    found = Decision.objects.filter(item__in=seen, is_plan=True, done_at__isnull=True)
    return list(found.select_related("owner", "item__meeting").order_by("due_on", "made_at"))


def find_decision(actor: Actor, decision_id: UUID) -> Decision:
    """One decision to be done with, locked: by who owns it, or who writes about the person. Raises `NotFound`."""
    require(actor, KEEP_MINUTES)
    rows = Decision.objects.select_for_update(of=("self",)).select_related("item__client", "item__meeting")
    mine = Q(item__in=MeetingItem.objects.filter(written_items(actor)))
    decision = rows.filter(mine, pk=decision_id).first()
    if decision is None:
        whose = Decision.objects.filter(pk=decision_id).values_list("item__client_id", flat=True).first()
        raise NotFound("decision", whose)
    return decision


def may_attend(actor: Actor, site: Site) -> list[Staff]:
    """Who can have been there: everybody who works in treatment at the site, by name."""
    require(actor, VIEW_MEETING)
    roles = [role.value for role in (VIEW_MEETING.roles | {Role.PEER, Role.ADMISSIONS, Role.ON_CALL})]
    posts = Post.objects.filter(site=site, ended_on__isnull=True, role__in=roles)
    return list(Staff.objects.filter(pk__in=posts.values("staff_id")).order_by("name"))


def may_own(actor: Actor, item: MeetingItem) -> list[Staff]:
    """Who can take on a decision about this person: whoever sees them and does such work, by name. Who doesn't see the
    person wouldn't see the task.
    """
    require(actor, VIEW_MEETING)
    posts = Post.objects.filter(site_id=item.meeting.site_id, ended_on__isnull=True)
    leads = posts.filter(role__in=[role.value for role in OPEN_MEETING.roles])
    works = posts.filter(role__in=[role.value for role in KEEP_MINUTES.roles])
    team = CareTeamMember.objects.filter(client_id=item.client_id, ended_at__isnull=True)
    theirs = Q(pk__in=team.values("staff_id")) & Q(pk__in=works.values("staff_id"))
    return list(Staff.objects.filter(theirs | Q(pk__in=leads.values("staff_id"))).order_by("name"))


def _shown(actor: Actor) -> QuerySet[MeetingItem]:
    decisions = Decision.objects.select_related("owner", "done_by").order_by("made_at", "pk")
    addenda = MeetingAddendum.objects.order_by("written_at", "pk")
    rows = MeetingItem.objects.filter(visible_items(actor)).select_related("client__site", "meeting__site", "saved_by")
    return rows.prefetch_related(Prefetch("decisions", decisions), Prefetch("addenda", addenda))


def _hidden(meeting_id: UUID, client_id: UUID) -> NotFound:
    listed = MeetingItem.objects.filter(meeting_id=meeting_id, client_id=client_id).exists()
    return NotFound("meeting item", client_id if listed else None)


def _next(day: MeetingDay | None, today: date) -> date | None:
    return None if day is None else today + timedelta(days=(day.weekday - today.weekday()) % 7)
