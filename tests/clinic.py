"""A small clinic for tests: a track with its group, and people who were admitted to it the way staff would."""

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

from tests.cast import NOW, World

NAMES = [
    ("Ana", "Reyes", "she/her"),
    ("Darnell", "Whitfield", "he/him"),
    ("Josie", "Tran", "she/her"),
    ("Marcus", "Bell", "he/him"),
    ("Wren", "Castellanos", "they/them"),
    ("Luis", "Ortega", "he/him"),
    ("Priya", "Nair", "she/her"),
    ("Tom", "Halvorsen", "he/him"),
    ("Samir", "Haddad", "he/him"),
    ("Beth", "Kowalski", "she/her"),
    ("Noah", "Whitehorse", "he/him"),
    ("Ines", "Vega", "she/her"),
]
FIRST_ON = date(2026, 10, 5)  # the Monday of the week of NOW


@dataclass
class Clinic:
    """A track with one group, its sessions by time, and the people in it by list order."""

    world: World
    track: Any
    service: Any
    template: Any
    place: Any
    other_place: Any
    series: Any
    sessions: list[Any]
    clients: list[Any] = field(default_factory=list)
    episodes: list[Any] = field(default_factory=list)

    @property
    def session(self) -> Any:
        """The first session: Monday 5 October 2026, 18:00 to 21:15 in Denver, 180 of 195 minutes clinical."""
        return self.sessions[0]


def make_clinic(world: World, people: int = 10, now: datetime = NOW, **more: Any) -> Clinic:
    """ "Evening IOP", 3 h on 3 evenings for 12 weeks, led by the counselor; `people` are admitted to it. `more` is what
    `found_clinic` takes.
    """
    from tests.ready import Waiting

    stands = world.become_clinic(people) if isinstance(world, Waiting) and now == NOW and not more else None
    return stands or found_clinic(world, people, now, **more)


def found_clinic(
    world: World,
    people: int = 10,
    now: datetime = NOW,
    *,
    capacity: int = 12,
    first_on: date = FIRST_ON,
    weeks: int | None = None,
    weekdays: tuple[int, ...] = (0, 1, 3),
    starts: time = time(18, 0),
) -> Clinic:
    """A new one, made now."""
    from stepwell.domain.catalog import actions as catalog
    from stepwell.domain.week.actions import start_series

    director = world.actor("director")
    service = catalog.add_service(actor=director, site=world.site, name="Evening group")
    place = catalog.add_place(actor=director, site=world.site, name="Room 2", seats=14)
    other = catalog.add_place(actor=director, site=world.site, name="Room 3", seats=14)
    template = catalog.add_day_template(actor=director, site=world.site, name="Evening")
    track = catalog.open_track(
        actor=director,
        site=world.site,
        name="Evening IOP",
        level_code="2.1",
        standard_code="asam-2.1-adult",
        template=template,
        days_a_week=len(weekdays),
        weeks=12,
    ).track
    series = start_series(
        actor=director,
        track=track,
        service=service,
        template=template,
        name="Evening IOP",
        leader=world.staff["counselor"],
        place=place,
        weekdays=weekdays,
        starts_at_time=starts,
        first_on=first_on,
        weeks=weeks,
        capacity=capacity,
        now=now,
    )
    sessions = list(series.sessions.order_by("starts_at").select_related("series", "place", "site", "leader"))
    clinic = Clinic(world, track, service, template, place, other, series, sessions)
    for number in range(people):
        episode = admit_one(clinic, number, started_on=first_on, now=now)
        clinic.episodes.append(episode)
        clinic.clients.append(episode.client)
    return clinic


def admit_one(clinic: Clinic, number: int = 0, *, started_on: date = FIRST_ON, now: datetime = NOW) -> Any:
    """One more person, from a call to the start. Returns the episode, with its client."""
    from stepwell.workflows.admit import admit

    world = clinic.world
    enquiry = place_one(world, number, now=now)
    return admit(
        actor=world.actor("admissions"),
        enquiry_id=enquiry.pk,
        track_id=clinic.track.pk,
        started_on=started_on,
        counselor_id=world.staff["counselor"].pk,
        therapist_id=None,
        case_manager_id=world.staff["case manager"].pk,
        now=now,
    )


def place_one(world: World, number: int = 0, *, now: datetime = NOW) -> Any:
    """Somebody called and was placed at level 2.1 by the supervisor. Returns the enquiry."""
    from stepwell.domain.admissions.actions.enquiry import open_enquiry
    from stepwell.domain.admissions.actions.placement import confirm_placement, save_placement
    from stepwell.domain.admissions.queries.placement import placement_state
    from stepwell.domain.admissions.rules.drafting import Draft

    given, family, pronouns = NAMES[number % len(NAMES)]
    suffix = "" if number < len(NAMES) else str(number)
    arrival = open_enquiry(
        actor=world.actor("admissions"),
        site=world.site,
        details={
            "given_names": given,
            "family_name": family + suffix,
            "pronouns": pronouns,
            "birth_on": date(1980, 1, 1) + timedelta(days=400 * number),
            "phone": f"303 555 01{number:02d}",
        },
        now=now,
        is_new=True,
    )
    enquiry = arrival.enquiry
    assert enquiry is not None
    supervisor = world.actor("supervisor")
    draft = Draft(
        severities=dict.fromkeys(range(1, 7), 2),
        evidence=dict.fromkeys(range(1, 7), "As told in the first talk."),
        chosen_level="2.1",
        reason="As the clinician judges.",
    )
    token = placement_state(supervisor, enquiry.pk).token
    saved = save_placement(actor=supervisor, enquiry_id=enquiry.pk, draft=draft, token=token, now=now)
    confirm_placement(actor=supervisor, enquiry_id=enquiry.pk, placement_id=saved.pk, revision=saved.revision, now=now)
    return enquiry
