"""A site's numbers, and what they ask for: the next review or certification becomes somebody's work in time."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from stepwell.domain.admissions.models import Episode
from stepwell.domain.people.models import CareTeamMember, Function, Site, Staff
from stepwell.domain.planreview.models import PlanProtocol
from stepwell.domain.planreview.permissions import SET_PLAN_REVIEW, SIGN_PLAN
from stepwell.domain.planreview.queries import clocks_for, protocols, stays_to_review
from stepwell.domain.planreview.rules.clock import Certification, Clocks, Protocol, check_protocol, opens_on
from stepwell.domain.worklist.actions import finish_task, move_task, raise_task
from stepwell.domain.worklist.models import Task
from stepwell.kernel.actor import Actor, Role
from stepwell.kernel.calendar import end_of_day
from stepwell.kernel.clock import day_at
from stepwell.kernel.errors import NotFound
from stepwell.kernel.wording import short_date
from stepwell.platform.access.permission import require
from stepwell.platform.ledger.unit import action, record

REVIEW, PREPARE, CERTIFY, LAPSED = "plan.review", "plan.prepare", "plan.certify", "plan.lapsed"
# Nobody on the care team can certify: to a prescriber who isn't on it the chart is closed, and so is the work.
NO_PRESCRIBER = "plan.prescriber"
CLOCKED = (REVIEW, PREPARE, CERTIFY, LAPSED, NO_PRESCRIBER)

Team = Mapping[str, Staff]


@action
def set_plan_protocol(*, actor: Actor, site_id: int, protocol: Protocol) -> PlanProtocol:
    """A site's own numbers. The next look in the morning goes by them."""
    require(actor, SET_PLAN_REVIEW)
    sites = Site.objects.select_for_update(no_key=True).filter(pk__in=actor.sites_for(SET_PLAN_REVIEW))
    site = sites.filter(pk=site_id).first()
    if site is None:
        raise NotFound("site")
    check_protocol(protocol)
    row, _ = PlanProtocol.objects.get_or_create(site=site)
    numbers = ("review_days", "ahead_days", "certify_days", "first_day", "second_day")
    wanted = {**{name: getattr(protocol, name) for name in numbers}, "certify_for": "\n".join(protocol.certify_for)}
    changed = sorted(name for name, value in wanted.items() if getattr(row, name) != value)
    if changed:
        for name in changed:
            setattr(row, name, wanted[name])
        row.save(update_fields=changed)
        record(actor, "plan_protocol.set", subject=("site", site.pk), detail={"fields": [*changed]})
    return row


@action
def check_clocks(*, actor: Actor, episode: Episode, now: datetime) -> None:
    """Raise what is due of one stay, and be done with what isn't any more."""
    require(actor, SIGN_PLAN)
    _check(actor, [episode], now)


@action
def check_site(*, actor: Actor, site: Site, now: datetime) -> None:
    """The same for everybody in treatment at a site, each morning."""
    _check(actor, stays_to_review(actor, site), now)


@dataclass(frozen=True, slots=True)
class _Work:
    """A kind of work that a clock raises, and whose it is: a person's, or a role's where nobody is named."""

    kind: str
    title: str
    reason: str
    due_on: date
    owner: Staff | None
    role: Role | None = None


def _check(actor: Actor, episodes: Sequence[Episode], now: datetime) -> None:
    """What each of these stays asks for. Queries grow with what is raised or over, not with how many are here."""
    clocks, team = clocks_for(actor, episodes), _teams([one.client_id for one in episodes])
    by_site = protocols({one.client.site_id for one in episodes})
    open_kinds = Task.objects.filter(
        kind__in=CLOCKED, subject_id__in=[str(one.pk) for one in episodes], done_at__isnull=True
    )
    there = {
        (kind, subject): due_at for kind, subject, due_at in open_kinds.values_list("kind", "subject_id", "due_at")
    }
    for episode in episodes:
        site = episode.client.site
        zone = ZoneInfo(site.zone)
        today, members = day_at(now, zone), team.get(episode.client_id, {})
        wanted = {one.kind: one for one in _work(clocks[episode.pk], today, by_site[site.pk], members)}
        for kind in CLOCKED:
            is_open = (kind, str(episode.pk)) in there
            if kind not in wanted and is_open:
                finish_task(actor=actor, kind=kind, subject_id=episode.pk, now=now)
            if kind in wanted and not is_open:
                _raise(actor, episode, wanted[kind], zone, now)
            elif kind in wanted and there[kind, str(episode.pk)] != (due_at := end_of_day(wanted[kind].due_on, zone)):
                # a payer's day was entered since, or a site's own number changed
                move_task(actor=actor, kind=kind, subject_id=episode.pk, reason=wanted[kind].reason, due_at=due_at)


def _raise(actor: Actor, episode: Episode, work: _Work, zone: ZoneInfo, now: datetime) -> None:
    raise_task(
        actor=actor,
        site=episode.client.site,
        client=episode.client,
        owner=work.owner,
        role=None if work.owner else work.role,
        kind=work.kind,
        subject_id=episode.pk,
        title=work.title,
        reason=work.reason,
        due_at=end_of_day(work.due_on, zone),
        now=now,
    )


def _work(clocks: Clocks, today: date, protocol: Protocol, team: Team) -> Iterator[_Work]:
    """The review is the counselor's; the certification is prepared by them, given by the prescriber, and once it has
    lapsed the supervisor's. Without a prescriber on the care team the supervisor hears of it from the first notice on.
    """
    writes = team.get(Function.COUNSELOR) or team.get(Function.THERAPIST)
    if today >= opens_on(clocks, protocol):
        yield _Work(REVIEW, "Plan review", f"{clocks.review_why}.", clocks.review_on, writes)
    if clocks.certify_on is None or clocks.second_on is None:
        return
    until = f"The certification ends on {short_date(clocks.certify_on)}."
    state = clocks.certification(today)
    if state is Certification.PREPARE:
        yield _Work(PREPARE, "Plan to review for certification", until, clocks.second_on, writes)
    prescriber = team.get(Function.PRESCRIBER)
    if state is Certification.DUE and prescriber is not None:
        yield _Work(CERTIFY, "Plan to certify", until, clocks.certify_on, prescriber)
    if prescriber is None and state in (Certification.PREPARE, Certification.DUE, Certification.LAPSED):
        nobody = "Nobody on the care team can certify the plan. Name a prescriber."
        yield _Work(NO_PRESCRIBER, "No prescriber to certify", nobody, clocks.second_on, None, Role.SUPERVISOR)
    if state is Certification.LAPSED:
        ended = f"The certification ended on {short_date(clocks.certify_on)}. Days without one may not be paid."
        yield _Work(LAPSED, "Certification has lapsed", ended, clocks.certify_on, None, Role.SUPERVISOR)


def _teams(client_ids: Sequence[UUID]) -> dict[UUID, dict[str, Staff]]:
    """Who is what to each of these clients now; of several, who came first."""
    found: dict[UUID, dict[str, Staff]] = {}
    rows = CareTeamMember.objects.filter(client_id__in=client_ids, ended_at__isnull=True).select_related("staff")
    for member in rows.order_by("started_at", "pk"):
        found.setdefault(member.client_id, {}).setdefault(member.function, member.staff)
    return found
