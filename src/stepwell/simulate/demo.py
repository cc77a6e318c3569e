"""The demo program: a small site with nine people in an evening group, made through the actions the screens use.

Six weeks of it lie behind, by the clock of the machine: people enquired, were screened and placed, started and came
to their group; notes were written and signed. The last session's notes are still to be signed, and a tenth
person is about to start. The same for the same day.
"""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from random import Random

from django.db import transaction
from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

from stepwell.domain.people import actions as people
from stepwell.domain.people.queries import my_sites
from stepwell.kernel import clock
from stepwell.kernel.actor import system
from stepwell.kernel.calendar import local_instant
from stepwell.kernel.errors import refuse
from stepwell.simulate import (
    group,
    journey,
    looking_after,
    measuring,
    own,
    papers,
    reviews,
    staying_well,
    threads,
    times,
)
from stepwell.simulate.house import keep_house
from stepwell.simulate.people import CLIENTS, STAFF
from stepwell.simulate.rota import keep_rota
from stepwell.simulate.words_of_the_house import say_of_itself
from stepwell.simulate.world import WEEKS_BACK, ZONE, Demo, living


def fill_demo() -> None:
    """Fill an empty database, once. Refuses one that holds a real program."""
    sites = my_sites(system("demo"))
    if any(not site.is_simulated for site in sites):
        raise refuse(
            "This database holds a real program; the demo doesn't touch it.",
            mend="Name another folder with STEPWELL_DATA, or leave DATABASE_URL empty.",
        )
    if sites:
        return
    columns = (TextColumn("Making the demo program"), BarColumn(), TextColumn("{task.percentage:.0f} %"))
    # All or nothing: a demo that was broken off while being made is made anew
    with transaction.atomic(), Progress(*columns, TimeRemainingColumn(), transient=True) as progress:
        task = progress.add_task("demo", total=len(STAFF) + len(CLIENTS) * 3 + WEEKS_BACK * 3)
        for _ in story(clock.now()):
            progress.advance(task)


def story(now: datetime) -> Iterator[None]:
    """All of it, step by step."""
    today = clock.day_at(now, ZONE)
    demo = _open_site(now, today)
    begins_on = today - timedelta(weeks=WEEKS_BACK + 2)
    for one in STAFF:
        demo.hire(one.key, one.name, one.credentials, one.email, one.role, begins_on, one.phone)
        yield
    keep_rota(demo, "rosa", ("ingrid", "tess"), ("maya", "dee"), begins_on)
    journey.open_program(demo)
    reviews.begin_reviews(demo)
    measuring.begin_schedules(demo)
    for number, person in enumerate(CLIENTS):
        for step in (journey.enquire, journey.screen_and_place, journey.start):
            step(demo, number, person)
            yield
    yield from group.past_sessions(demo)
    reviews.review_plans(demo)
    own.own_hours(demo)
    looking_after.look_after(demo)
    papers.open_to_others(demo)
    times.say_times(demo)
    staying_well.weeks_at_home(demo)
    threads.hang_together(demo)
    journey.recent_days(demo)
    measuring.answer(demo)
    keep_house(demo)
    say_of_itself(demo)


def _open_site(now: datetime, today: date) -> Demo:
    """The site, on the day the story begins."""
    with living(local_instant(today - timedelta(weeks=WEEKS_BACK + 2), time(8), ZONE)):
        site = people.open_site(
            actor=system("demo"), name="Cedar Street", zone=str(ZONE), phone="612 555 0100", is_simulated=True
        )
    return Demo(site, now, today, Random(f"stepwell {today}"))  # noqa: S311 - a story, not a secret
