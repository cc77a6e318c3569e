"""A made-up site: its staff, its rooms, its tracks with a group each, and the days it is closed."""

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from stepwell.domain.admissions.actions.protocol import set_protocol
from stepwell.domain.admissions.queries.protocol import HOURS as STAGE_HOURS
from stepwell.domain.admissions.queries.protocol import protocols
from stepwell.domain.admissions.rules.levels import Edition
from stepwell.domain.catalog.actions import add_day_template, add_place, add_service, open_track
from stepwell.domain.catalog.models import Track
from stepwell.domain.people.actions import open_site
from stepwell.domain.planreview.actions import set_plan_protocol
from stepwell.domain.planreview.rules.clock import Protocol
from stepwell.domain.team.actions.agenda import set_meeting_day
from stepwell.domain.week.actions import start_series
from stepwell.domain.week.models import Series
from stepwell.kernel.actor import Role, system
from stepwell.kernel.calendar import local_instant
from stepwell.simulate import times
from stepwell.simulate.house import EVENING, WEDNESDAY
from stepwell.simulate.names import draw_person, email_of, site_name
from stepwell.simulate.rota import keep_rota
from stepwell.simulate.rules import dice
from stepwell.simulate.world import Scene, living

ZONES = ("America/Denver", "America/Chicago", "America/New_York", "America/Los_Angeles")
# When groups meet: a name, weekdays, a time. Each has a leader and a room of its own.
HOURS = (
    ("Evening IOP", (0, 1, 3), time(18)),
    ("Morning IOP", (0, 2, 4), time(9)),
    ("Afternoon IOP", (1, 2, 3), time(13)),
    ("Early evening IOP", (0, 2, 3), time(16, 30)),
    ("Midweek evening IOP", (1, 2, 4), time(18)),
)
SERVICES = ("Relapse prevention", "Early recovery skills", "Process group")
OFFICE = (
    ("director", "MBA", Role.DIRECTOR),
    ("supervisor", "LCSW", Role.SUPERVISOR),
    ("admissions", "LAC", Role.ADMISSIONS),
    ("therapist", "LMFT", Role.THERAPIST),
    ("case manager", "CADC", Role.CASE_MANAGER),
)
SEATS = 10
# (month, day) of days that are always closed, and (month, weekday, which one) of those that move.
CLOSED = ((1, 1), (7, 4), (12, 25))
CLOSED_NTH = ((9, 0, 1), (11, 3, 4))  # Labor Day, Thanksgiving


@dataclass
class Clinic(Scene):
    """A site with its groups: track, series and the key of who leads it, in the order of `HOURS`."""

    seed: str
    number: int
    groups: list[tuple[Track, Series, str]] = field(default_factory=list)

    @property
    def edition(self) -> Edition:
        """Of the ASAM Criteria: every second site has gone over to the fourth. Ours."""
        return Edition.FOURTH if self.number % 2 else Edition.THIRD


def open_clinic(*, seed: str, number: int, groups: int, first_on: date, today: date, now: datetime) -> Clinic:
    """The site, two weeks before the first one asks."""
    begins_on = first_on - timedelta(days=14)
    zone = ZoneInfo(ZONES[number % len(ZONES)])
    with living(local_instant(begins_on, time(8), zone)):
        site = open_site(
            actor=system("simulate"),
            name=site_name(number),
            zone=str(zone),
            phone="612 555 0100",
            is_simulated=True,
        )
    clinic = Clinic(site, now, today, f"{seed}/{number}", number)
    for key, credentials, role in OFFICE:
        _hire(clinic, key, credentials, role, begins_on)
    with living(clinic.at(begins_on, 8, 30)) as at:
        # none of its payers asks for certification, and it has no prescriber
        certified = Protocol(certify_for=("Medicare",))
        set_plan_protocol(actor=clinic.actors["director"], site_id=site.pk, protocol=certified)
        if clinic.edition is not Edition.THIRD:
            _go_over_to(clinic, clinic.edition, at)
    keep_rota(clinic, "director", ("supervisor", "therapist"), ("case manager",), begins_on)
    for group in range(groups):
        _hire(clinic, f"counselor {group}", "LAC", Role.COUNSELOR, begins_on)
        clinic.groups.append(_open_group(clinic, group, begins_on))
    _say_times(clinic, begins_on)
    return clinic


def _go_over_to(clinic: Clinic, edition: Edition, now: datetime) -> None:
    """Placements are begun in it; the rest of the admissions' protocol stays as it is."""
    director, site_id = clinic.actors["director"], clinic.site.pk
    usual = protocols(director, [site_id])[site_id]
    values = {column: usual.hours[stage] for stage, column in STAGE_HOURS.items()}
    values |= {"attempts": usual.attempts, "attempt_days": usual.attempt_days}
    set_protocol(actor=director, site_id=site_id, values=values, revision=0, edition=edition, now=now)


def _say_times(clinic: Clinic, begins_on: date) -> None:
    """When everybody works, and when the team meets."""
    weeks = {key: _works(clinic, key) for key in clinic.staff}
    times.say_when_they_work(clinic, clinic.actors["director"], weeks, begins_on)
    supervisor, noon = clinic.actors["supervisor"], time(12)
    with living(clinic.at(begins_on, 10)) as now:
        set_meeting_day(actor=supervisor, site_id=clinic.site.pk, weekday=WEDNESDAY, starts_at_time=noon, now=now)


def _works(clinic: Clinic, key: str) -> times.Days:
    """Monday to Friday in the office's hours; whose group meets later comes later."""
    late = any(leader == key and series.starts_at_time > time(12) for _, series, leader in clinic.groups)
    return (times.LATE if late else times.OFFICE,) * 5 + (None,) * 2


def is_closed(day: date) -> bool:
    """A holiday on which no group meets."""
    if (day.month, day.day) in CLOSED:
        return True
    return (day.month, day.weekday(), (day.day - 1) // 7 + 1) in CLOSED_NTH


def _hire(clinic: Clinic, key: str, credentials: str, role: Role, begins_on: date) -> None:
    person = draw_person(dice(clinic.seed, key), clinic.today)
    name = f"{person.given} {person.family}"
    clinic.hire(key, name, credentials, email_of(name, clinic.number + 1, len(clinic.staff) + 1), role, begins_on)


def _open_group(clinic: Clinic, group: int, begins_on: date) -> tuple[Track, Series, str]:
    """A track of twelve weeks and its one group."""
    director, site = clinic.actors["director"], clinic.site
    name, weekdays, starts_at_time = HOURS[group % len(HOURS)]
    lap = group // len(HOURS)
    leader = f"counselor {group}"
    with living(clinic.at(begins_on, 9)) as now:
        template = add_day_template(actor=director, site=site, name="Three hours", segments=EVENING)
        track = open_track(
            actor=director,
            site=site,
            name=f"{name} {lap + 1}" if lap else name,
            level_code="2.1",
            standard_code="asam-2.1-adult",
            template=template,
            days_a_week=len(weekdays),
            weeks=12,
        ).track
        series = start_series(
            actor=director,
            track=track,
            service=add_service(actor=director, site=site, name=SERVICES[group % len(SERVICES)]),
            template=template,
            name=f"{track.name.removesuffix(' IOP')} group" if not lap else f"{track.name} group",
            leader=clinic.staff[leader],
            place=add_place(actor=director, site=site, name=f"Room {group + 1}", seats=SEATS + 2),
            weekdays=weekdays,
            starts_at_time=starts_at_time,
            first_on=begins_on - timedelta(days=begins_on.weekday()) + timedelta(days=7),
            weeks=None,
            capacity=SEATS,
            now=now,
        )
    return track, series, leader
