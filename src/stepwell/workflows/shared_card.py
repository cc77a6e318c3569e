"""One client in plain words, as far as they consented. Pure but for the rows it is given."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from stepwell.domain.admissions.models import Episode
from stepwell.domain.admissions.rules.levels import Edition, find_level
from stepwell.domain.consent.rules import KIND_WORDS, ItemKind, Terms
from stepwell.domain.consent.rules.opening import SHOWN
from stepwell.domain.week.models import Status
from stepwell.domain.week.queries.shared import SharedVisit
from stepwell.kernel.clock import day_at
from stepwell.kernel.wording import clock_12, date_and_time, long_date, short_day
from stepwell.workflows.share import Shared


@dataclass(frozen=True, slots=True)
class Line:
    """One session: the day, the time, and how it stands."""

    day: str
    when: str
    said: str


@dataclass(frozen=True, slots=True)
class Card:
    """One client. `scope` says on what it rests (§2.32(a)); `told` is covered, and told by the team alone."""

    name: str
    born: date | None
    program: str
    as_of: str
    stay: str
    has_week: bool
    lines: tuple[Line, ...]
    next_session: str
    told: tuple[str, ...]
    scope: tuple[str, ...]


def card_of(one: Shared, *, now: datetime) -> Card:
    """What stands on the page. The name in full only where the consent covers who they are."""
    opened, client = one.opened, one.opened.client
    zone = ZoneInfo(client.site.zone)
    today = day_at(now, zone)
    is_named = opened.covers(ItemKind.IDENTITY)
    coming = one.week.next_visit if one.week else None
    terms = {share.terms.consent_id: share.terms for share in opened.shares}
    return Card(
        name=client.name if is_named else client.called,
        born=client.birth_on if is_named else None,
        program=client.site.name,
        as_of=date_and_time(now, zone),
        stay=_stay(one.stay, today) if opened.covers(ItemKind.TREATMENT) else "",
        has_week=one.week is not None,
        lines=tuple(_line(visit, zone) for visit in one.week.visits) if one.week else (),
        next_session=f"{short_day(coming.starts_at.date())}, {clock_12(coming.starts_at, zone)}" if coming else "",
        told=tuple(KIND_WORDS[share.kind] for share in opened.shares if share.kind not in SHOWN),
        scope=tuple(_scope(held, zone) for held in terms.values()),
    )


def _stay(stay: Episode | None, today: date) -> str:
    if stay is None:
        return "Treatment hasn’t started."
    # a track's level is a code of either edition
    level = find_level(stay.level_code) or find_level(stay.level_code, Edition.FOURTH)
    care = f" ({level.label})" if level else ""
    if stay.last_on is not None:
        return f"Was in treatment here{care} from {long_date(stay.started_on)} to {long_date(stay.last_on)}."
    if stay.started_on > today:
        return f"Treatment{care} starts {long_date(stay.started_on)}."
    return f"In treatment here{care} since {long_date(stay.started_on)}."


def _line(visit: SharedVisit, zone: ZoneInfo) -> Line:
    when = f"{clock_12(visit.starts_at, zone)} to {clock_12(visit.ends_at, zone)}"
    return Line(short_day(visit.starts_at.date()), when, _said(visit))


def _said(visit: SharedVisit) -> str:
    """Came or not; never late, which says more than was asked."""
    if visit.status.attended:
        return "Came"
    if visit.status == Status.EXCUSED:
        return "Excused"
    if visit.status == Status.NO_SHOW:
        return "Did not come"
    return "Not written down yet" if visit.is_over else "Planned"


def _scope(terms: Terms, zone: ZoneInfo) -> str:
    """What one consent covers, and how long."""
    what = "; ".join(KIND_WORDS[ItemKind(kind)] for kind in terms.kinds)
    if terms.ends_at is not None:
        until = f"until {long_date((terms.ends_at - timedelta(seconds=1)).astimezone(zone).date())}"
    else:
        until = "until treatment ends" if terms.until_event == "end of treatment" else "until it is taken back"
    return f"{what}. It holds {until}, and can end sooner."
