"""The charts of everybody whom the actor may see, each with what it needs and what is missing.

Whatever their number, the queries are the same: a stay's plan, notes and answers are read for all of them at once, and
of sessions only the missing ones come as rows.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Count, F, Q, QuerySet

from stepwell.domain.admissions.models import Episode
from stepwell.domain.assessment.models import Assessment, Diagnosis
from stepwell.domain.careplan.permissions import VIEW_PLAN, WRITE_PLAN
from stepwell.domain.measures.queries import schedules_at, titles_of_instruments
from stepwell.domain.measures.rules.schedules import due_of
from stepwell.domain.people.models import CareTeamMember, Client, Function
from stepwell.domain.people.permissions import as_flag, visible_ids
from stepwell.domain.planreview.queries import clocks_for
from stepwell.domain.thread.models import FindingAnswer
from stepwell.domain.thread.permissions import VIEW_COMPLETENESS, visible_charts
from stepwell.domain.thread.queries.days import days_at
from stepwell.domain.thread.queries.notes import last_named_on
from stepwell.domain.thread.queries.plans import PlanFacts, PlanRows, plan_rows
from stepwell.domain.thread.queries.stays import stays_to_measure
from stepwell.domain.thread.rules import NOBODY, Chart, Finding, SessionFact, Standing, Who, Written, standing_of
from stepwell.domain.week.models import Booking, Status
from stepwell.domain.week.rules.signing import LATE_AFTER
from stepwell.kernel.actor import Actor, Permission, system
from stepwell.kernel.clock import day_at
from stepwell.platform.access.permission import require
from stepwell.platform.ledger.unit import record_list_read

_ATTENDED = tuple(status.value for status in Status if status.attended)
_NO_ROWS = PlanRows(())
_SYSTEM = system("thread")


@dataclass(frozen=True, slots=True)
class ChartRow:
    """One open stay with its facts and its standing. `draft_in` is the last session whose draft waits to be signed."""

    client: Client
    episode: Episode
    chart: Chart
    standing: Standing
    may_write: bool
    draft_in: UUID | None


@dataclass(frozen=True, slots=True)
class _Sessions:
    """What the notes of one stay are known to be."""

    signed: Written
    named: Written
    draft_in: UUID | None


def charts_of(actor: Actor, *, now: datetime, permission: Permission = VIEW_COMPLETENESS) -> list[ChartRow]:
    """Everybody's whose stay goes on, by name. Who shows them calls `charts_shown`."""
    require(actor, permission)
    return _rows(_open_stays(actor, permission), now)


def chart_of(actor: Actor, client: Client, *, now: datetime) -> ChartRow | None:
    """One person's, None without an open stay. Part of a page whose look at the plan is written down."""
    require(actor, VIEW_PLAN)
    found = _rows(_open_stays(actor, VIEW_PLAN).filter(client=client), now)
    return found[0] if found else None


def charts_shown(actor: Actor, client_ids: Iterable[UUID]) -> None:
    """Write down that a list with these people on it was looked at."""
    record_list_read(actor, "completeness", client_ids)


def _open_stays(actor: Actor, permission: Permission) -> QuerySet[Episode]:
    """The latest open stay of each person."""
    seen = Episode.objects.filter(visible_charts(actor, permission), ended_on__isnull=True)
    latest = seen.order_by("client_id", "-started_on", "-pk").distinct("client_id")
    return (
        Episode.objects.filter(pk__in=latest.values("pk"))
        .annotate(may_write=as_flag(visible_ids(actor, WRITE_PLAN)))
        .select_related("client__site", "track__site")
        .order_by("client__sort_key", "client_id")
    )


def _rows(stays: QuerySet[Episode], now: datetime) -> list[ChartRow]:
    """Their facts, each kind asked once."""
    found = list(stays)
    if not found:
        return []
    ids, client_ids = [stay.pk for stay in found], [stay.client_id for stay in found]
    plans = plan_rows(ids)
    counselors = _counselors(client_ids)
    assessed, findings = _findings(found)
    sessions = _sessions(found, plans, now)
    notes = last_named_on({one for plan in plans.values() for one in plan.open_objectives})
    titles = titles_of_instruments()
    clocks = clocks_for(_SYSTEM, found)
    days = days_at({stay.client.site_id for stay in found})
    answers = _answers(found, {code for plan in plans.values() for code in plan.instruments}, now)
    rows = []
    for stay in found:
        zone = ZoneInfo(stay.client.site.zone)
        theirs = answers.get(stay.client_id, _NO_ANSWERS)
        facts = PlanFacts(zone, notes, titles, theirs.last_on, theirs.due_on)
        notes_of = sessions[stay.pk]
        signed_at = assessed.get(stay.client_id)
        chart = Chart(
            stay.started_on,
            counselors.get(stay.client_id, NOBODY),
            day_at(signed_at, zone) if signed_at else None,
            findings.get(stay.pk, ()),
            plans.get(stay.pk, _NO_ROWS).planned(facts),
            clocks[stay.pk].review_on,
            notes_of.signed,
            notes_of.named,
            days[stay.client.site_id],
        )
        standing = standing_of(chart, today=day_at(now, zone))
        may_write: bool = stay.may_write  # type: ignore[attr-defined]  # annotated
        rows.append(ChartRow(stay.client, stay, chart, standing, may_write, notes_of.draft_in))
    return rows


def _counselors(client_ids: Collection[UUID]) -> dict[UUID, Who]:
    """Each one's counselor, the first by name where there are two."""
    team = CareTeamMember.objects.filter(
        client_id__in=client_ids, function=Function.COUNSELOR, ended_at__isnull=True
    ).order_by("-staff__name", "-staff_id")
    return {
        client: Who(staff, name) for client, staff, name in team.values_list("client_id", "staff_id", "staff__name")
    }


def _findings(
    stays: Sequence[Episode],
) -> tuple[dict[UUID, datetime], dict[UUID, tuple[Finding, ...]]]:
    """When each person's latest assessment was signed, and its diagnoses by stay."""
    signed = Assessment.objects.filter(client_id__in=[stay.client_id for stay in stays], signed_at__isnull=False)
    latest = signed.order_by("client_id", "-signed_at").distinct("client_id")
    assessed = {client: (pk, at) for pk, client, at in latest.values_list("pk", "client_id", "signed_at")}
    diagnoses: dict[UUID, list[Diagnosis]] = {}
    for one in Diagnosis.objects.filter(assessment_id__in=[pk for pk, _ in assessed.values()]).order_by("position"):
        diagnoses.setdefault(one.assessment_id, []).append(one)
    answers = FindingAnswer.objects.filter(episode_id__in=[stay.pk for stay in stays])
    answered = set(answers.values_list("episode_id", "system", "code"))
    findings = {
        stay.pk: tuple(
            Finding(one.pk, one.display, (one.system, one.code), (stay.pk, one.system, one.code) in answered)
            for one in diagnoses.get(assessed[stay.client_id][0], ())
        )
        for stay in stays
        if stay.client_id in assessed
    }
    return {client: at for client, (_, at) in assessed.items() if at is not None}, findings


@dataclass(frozen=True, slots=True)
class _Answers:
    """Of one person: the days of the last answers by instrument, and the last days for the next."""

    last_on: Mapping[str, date]
    due_on: Mapping[str, date]


_NO_ANSWERS = _Answers({}, {})


def _answers(stays: Sequence[Episode], codes: Collection[str], now: datetime) -> dict[UUID, _Answers]:
    """When each of these instruments was finished last, and when it is due next by the site's schedules; not what was
    answered.
    """
    if not codes:
        return {}
    by_site = schedules_at(_SYSTEM, {one.track.site_id for one in stays})
    asking = {site: [each for each in some if each.code in codes] for site, some in by_site.items()}
    measured = stays_to_measure(
        {one.client_id: one for one in stays}, [each for some in asking.values() for each in some]
    )
    found = {}
    for one in stays:
        stay, today = measured[one.client_id], day_at(now, ZoneInfo(one.track.site.zone))
        due = due_of(asking.get(one.track.site_id, ()), stay, today)
        found[one.client_id] = _Answers(stay.done, {each.code: each.due_on for each in due})
    return found


def _sessions(stays: Sequence[Episode], plans: Mapping[UUID, PlanRows], now: datetime) -> dict[UUID, _Sessions]:
    """How many notes each stay needs, and the ones that are missing. Two queries."""
    names = Q(note__objective__isnull=False) | Q(note__served__isnull=False)
    attended = Booking.objects.filter(
        client__episodes__in=[stay.pk for stay in stays],
        session__on__gte=F("client__episodes__started_on"),
        status__in=_ATTENDED,
        canceled_at__isnull=True,
    )
    due = now - LATE_AFTER
    counted = attended.values("client__episodes").annotate(
        due=Count("pk", filter=Q(ends_at__lte=due) | Q(note__signed_at__isnull=False)),
        named=Count("pk", filter=names & Q(note__signed_at__isnull=False)),
    )
    counts = {stay: (due, named) for stay, due, named in counted.values_list("client__episodes", "due", "named")}
    missing: dict[UUID, list[_Missing]] = {}
    unsigned = Q(note__isnull=True) | Q(note__signed_at__isnull=True)
    bare = Q(note__signed_at__isnull=False, note__objective__isnull=True, note__served__isnull=True)
    rows = attended.filter(unsigned | bare).order_by("-starts_at")
    for row in rows.values_list("client__episodes", *_MISSING):
        missing.setdefault(row[0], []).append(_Missing(*row[1:]))
    return {
        stay.pk: _written(
            *counts.get(stay.pk, (0, 0)), missing.get(stay.pk, ()), plans.get(stay.pk, _NO_ROWS), due, stay
        )
        for stay in stays
    }


_MISSING = (
    "session_id", "note__id", "note__signed_at", "session__series__name", "session__on", "ends_at",
    "session__leader_id", "session__leader__name",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Missing:
    """An attended session whose note is unsigned or names no objective."""

    session_id: UUID
    note_id: UUID | None
    signed_at: datetime | None
    name: str
    on: date
    ends_at: datetime
    leader_id: int
    leader: str

    def fact(self, missing_at: datetime, zone: ZoneInfo) -> SessionFact:
        """It, missing from that instant on."""
        leader = Who(self.leader_id, self.leader)
        return SessionFact(self.session_id, self.note_id, self.name, self.on, day_at(missing_at, zone), leader)


def _written(
    due: int, named: int, missing: Sequence[_Missing], plan: PlanRows, late_from: datetime, stay: Episode
) -> _Sessions:
    """A draft that isn't late is neither; a note from before the first objective had none to name."""
    zone = ZoneInfo(stay.client.site.zone)
    first = plan.first_objective_at
    late = [one for one in missing if one.signed_at is None and one.ends_at <= late_from]
    bare = [one for one in missing if one.signed_at is not None and first is not None and one.ends_at >= first]
    drafts = [one.session_id for one in missing if one.signed_at is None and one.note_id is not None]
    return _Sessions(
        Written(due, tuple(one.fact(one.ends_at + LATE_AFTER, zone) for one in late)),
        Written(named + len(bare), tuple(one.fact(one.signed_at, zone) for one in bare if one.signed_at is not None)),
        drafts[0] if drafts else None,
    )
