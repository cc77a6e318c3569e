"""The months of one made-up site, told in the order in which they happen.

Everything that happens stands in an agenda: an instant and what is done then. Doing it may put more into it (a stay
that starts brings its plan, its check-ins and its end). Chance is thrown per person, per session and per day, so that
one throw more in one place changes nothing elsewhere.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from heapq import heappop, heappush
from itertools import count
from random import Random

from stepwell.domain.admissions.models import Enquiry, Episode
from stepwell.domain.admissions.rules.ending import EndReason
from stepwell.domain.admissions.rules.levels import Edition
from stepwell.domain.people.models import Client
from stepwell.domain.week.actions import extend_series, move_session
from stepwell.domain.week.models import Session
from stepwell.kernel.actor import system
from stepwell.kernel.calendar import local_instant
from stepwell.kernel.errors import Refused
from stepwell.simulate import evening, home, plans, steps
from stepwell.simulate.clinic import Clinic, is_closed
from stepwell.simulate.names import Person, draw_person
from stepwell.simulate.rules import DAYS_UNNOTICED, Life, Stay, dice, draw_stay
from stepwell.simulate.words import PLANS, PlanWords
from stepwell.simulate.world import living
from stepwell.workflows.discharge import discharge

WAITS = timedelta(days=3)  # until a full group is asked again


@dataclass
class One:
    """Somebody of the story. `stay` is the present one as it will go, `episode` the same as it is written down."""

    life: Life
    person: Person
    plan: PlanWords
    random: Random
    stay: Stay | None
    client: Client | None = None
    enquiry: Enquiry | None = None
    episode: Episode | None = None
    group: int = 0
    said: tuple[str, ...] = ()

    def away_on(self, day: date) -> bool:
        """They have stopped coming, and nobody has written down the end yet."""
        return self.stay is not None and self.episode is not None and day > self.last_day

    @property
    def last_day(self) -> date:
        """The last day of the present stay."""
        assert self.stay is not None
        assert self.episode is not None
        return self.episode.started_on + timedelta(days=self.stay.days)


@dataclass
class Story:
    """One site's agenda."""

    clinic: Clinic
    first_on: date
    people: dict[object, One] = field(default_factory=dict)
    agenda: list[tuple[datetime, int, Callable[[datetime], None]]] = field(default_factory=list)
    _order: Iterator[int] = field(default_factory=count)

    def plan(self, day: date, wall: time, what: Callable[[datetime], None]) -> None:
        """Something will happen, unless the story ends before."""
        instant = local_instant(day, wall, self.clinic.zone)
        if instant < self.clinic.now:
            heappush(self.agenda, (instant, next(self._order), what))

    def soon(self, instant: datetime, what: Callable[[datetime], None]) -> None:
        """The same for an instant."""
        if instant < self.clinic.now:
            heappush(self.agenda, (instant, next(self._order), what))


def tell(clinic: Clinic, lives: list[Life], first_on: date) -> Iterator[date]:
    """Everything, in order; yields the day that is over."""
    story = Story(clinic, first_on)
    for life in lives:
        random = dice(clinic.seed, "person", life.number)
        one = One(life, draw_person(random, clinic.today), random.choice(PLANS), random, life.stay)
        story.plan(life.asks_on, time(9, random.randrange(60)), _asker(story, one))
    for group, (_, series, _) in enumerate(clinic.groups):
        for session in series.sessions.filter(on__gte=first_on).order_by("starts_at"):
            _expect(story, group, session)
    story.plan(first_on, time(2), _nightly(story))
    day = first_on
    while story.agenda:
        instant, _, what = heappop(story.agenda)
        while instant >= local_instant(day + timedelta(days=1), time(0), clinic.zone):
            yield day
            day += timedelta(days=1)
        with living(instant):
            what(instant)


def _nightly(story: Story) -> Callable[[datetime], None]:
    """Every second week the groups get the sessions that come into reach, and holidays are moved out of the way."""

    def night(now: datetime) -> None:
        for group, (_, series, _) in enumerate(story.clinic.groups):
            last = series.sessions.order_by("-starts_at").values_list("starts_at", flat=True)[0]
            if extend_series(actor=system("jobs"), series_id=series.pk, now=now):
                for session in series.sessions.filter(starts_at__gt=last).order_by("starts_at"):
                    _expect(story, group, session)
        story.soon(now + timedelta(days=14), night)

    return night


def _expect(story: Story, group: int, session: Session) -> None:
    """A session will be held, or moved a week before where the house is closed."""
    if is_closed(session.on):
        story.soon(session.starts_at - timedelta(days=7), lambda now: _move(story, group, session, now))
        return
    _, _, leader = story.clinic.groups[group]
    later = evening.hold(story.clinic, leader, session, story.people)
    for instant, what in later:
        story.soon(instant, what)


def _move(story: Story, group: int, session: Session, now: datetime) -> None:
    """To the next day on which the group doesn't meet anyway; where none is free, it isn't held."""
    _, series, leader = story.clinic.groups[group]
    for days in range(1, 4):
        day = session.on + timedelta(days=days)
        if day.weekday() in series.weekdays or is_closed(day):
            continue
        starts_at = local_instant(day, series.starts_at_time, story.clinic.zone)
        try:
            moved = move_session(
                actor=story.clinic.actors[leader],
                session_id=session.pk,
                starts_at=starts_at,
                place_id=series.place_id,
                now=now,
                despite="The house is closed on its own day.",
            )
        except Refused:
            continue
        _expect(story, group, moved)
        return


def _asker(story: Story, one: One) -> Callable[[datetime], None]:
    """Somebody calls; what follows stands in their life."""

    def ask(now: datetime) -> None:
        clinic, life = story.clinic, one.life
        person = one.person
        details = {
            "family_name": person.family,
            "given_names": person.given,
            "pronouns": person.pronouns,
            "birth_on": person.birth_on,
            "phone": person.phone,
        }
        key = clinic.key(clinic.seed, life.number, now)
        one.enquiry = steps.call(clinic, clinic.actors["admissions"], details, now, key, known=one.client)
        one.client = one.enquiry.client
        day = now.astimezone(clinic.zone).date()
        if life.gets_to != "asked":
            story.plan(day + timedelta(days=one.random.randint(0, 4)), time(10), lambda at: _screen(story, one, at))

    return ask


def _screen(story: Story, one: One, now: datetime) -> None:
    assert one.client is not None  # they have called
    clinic, day = story.clinic, now.astimezone(story.clinic.zone).date()
    audit = (*(one.random.choice((0, 1, 1, 2, 2, 3)) for _ in range(8)), *(one.random.choice((0, 2)),) * 2)
    phq = (*(one.random.choice((0, 1, 1, 1, 2, 2)) for _ in range(8)), 0)
    steps.screen(clinic, clinic.actors["admissions"], one.client, day, audit, phq)
    if one.life.gets_to != "screened":
        story.plan(day + timedelta(days=one.random.randint(0, 2)), time(14), lambda at: _place(story, one, at))


def _place(story: Story, one: One, now: datetime) -> None:
    assert one.enquiry is not None  # they have called
    draft = steps.fourth_edition() if story.clinic.edition is Edition.FOURTH else steps.third_edition()
    steps.place(story.clinic.actors["supervisor"], one.enquiry, now, draft)
    if one.stay is not None:
        story.soon(now + timedelta(hours=1), lambda at: _begin(story, one, at))


def _begin(story: Story, one: One, now: datetime) -> None:
    """The first group with a seat, in an order of their own; where all are full, they wait."""
    assert one.enquiry is not None
    assert one.client is not None
    assert one.stay is not None
    clinic = story.clinic
    today = now.astimezone(clinic.zone).date()
    choices = [*range(len(clinic.groups))]
    one.random.shuffle(choices)
    for group in choices:
        track, series, leader = clinic.groups[group]
        ahead = series.sessions.filter(on__gt=today, canceled_at__isnull=True).order_by("starts_at")
        first = ahead.values_list("on", flat=True).first()
        if first is None:
            continue
        team = clinic.staff[leader], clinic.staff["therapist"], clinic.staff["case manager"]
        try:
            one.episode = steps.begin(clinic.actors["admissions"], one.enquiry, track, first, team, now)
        except Refused:
            continue
        steps.authorize(clinic.actors["case manager"], one.episode, now, one.life.number)
        steps.eat(clinic.actors["case manager"], one.client, dice(clinic.seed, "diet", one.life.number), now)
        one.group = group
        story.people[one.client.pk] = one
        _goes_on(story, one, first)
        return
    story.soon(now + WAITS, lambda at: _begin(story, one, at))


def _goes_on(story: Story, one: One, first: date) -> None:
    """What a stay brings with it: a plan, mornings, its end."""
    assert one.stay is not None  # it has just begun
    story.plan(first + timedelta(days=one.random.randint(0, 4)), time(11), lambda at: _write_plan(story, one, at))
    for days in range(1, one.stay.days + 1):
        if one.random.randrange(100) < one.life.tells:
            morning = time(6 + one.random.randrange(3), one.random.randrange(60))
            story.plan(first + timedelta(days=days), morning, lambda at: home.check_in(story, one, at))
    noticed = first + timedelta(days=one.stay.noticed_after + 1)
    story.plan(noticed, time(8, 15), lambda at: _end(story, one, at))


def _write_plan(story: Story, one: One, now: datetime) -> None:
    assert one.client is not None
    assert one.episode is not None
    _, series, leader = story.clinic.groups[one.group]
    due_on = steps.due_day(one.episode.started_on)
    steps.write_plan(story.clinic.actors[leader], one.client, one.plan, series, due_on, now)
    stay = one.episode
    story.soon(now + timedelta(days=1), lambda at: plans.sign_plan(story, one, stay, at))


def _end(story: Story, one: One, now: datetime) -> None:
    """The stay ends; a day later where somebody still answers a safety event."""
    assert one.client is not None
    assert one.episode is not None
    assert one.stay is not None
    try:
        discharge(
            actor=story.clinic.actors["supervisor"],
            episode_id=one.episode.pk,
            last_on=one.last_day,
            reason=one.stay.reason,
            now=now,
        )
    except Refused:
        story.soon(now + timedelta(days=1), lambda at: _end(story, one, at))
        return
    was, one.episode = one.stay, None
    if one.life.returns_after is not None and was is one.life.stay and was.reason is EndReason.LEFT_EARLY:
        again = now.astimezone(story.clinic.zone).date() + timedelta(days=one.life.returns_after - DAYS_UNNOTICED)
        one.stay = draw_stay(one.random)
        story.plan(again, time(9, 30), _asker(story, one))
