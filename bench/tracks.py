"""A site's list of who isn't on track, over 250 people in treatment and over 5,000 who answer two instruments a week.

The page, its SQL run bare, and the one statement that decides who stands on the list. The rows are laid straight into
the tables; one in twenty people is worse. 5,000 is the aim's size, all other figures are ours.
"""

import statistics
import time
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

import psycopg

from bench import inside, scene
from bench.operations import Ask, Operation
from stepwell.domain.admissions.models import Episode
from stepwell.domain.measures.models import Administration
from stepwell.domain.people.models import Client, Phase, Site
from stepwell.domain.week.models import Session

NAME = "tracks"
FEW, MANY = 250, 5_000
WEEKS = 6
# Of so many people one is worse at the end than at the start.
_ONE_IN = 20
_COURSES = {"phq-9": ((16, 15, 13, 12, 10, 9), (8, 9, 11, 12, 15, 18)), "gad-7": ((13, 12, 12, 10, 9, 7),) * 2}


def measure(times: int, *, settled: Callable[[], None]) -> Iterator[str]:
    """A line for each size, and what the larger one is of the smaller. `settled` is called when the rows are there."""
    site, now = Site.objects.order_by("pk")[0], scene.now()
    director = scene.director()
    listed = Operation(
        "not on track", lambda _scene, _number: Ask(director, "/app/clients/not-on-track/"), is_read=True
    )
    medians: list[float] = []
    there = 0
    for size in (FEW, MANY):
        _people(site, range(there, size), now)
        there = size
        settled()
        chosen = scene.pick(f"{NAME}{size}", now)
        page = inside.measure(listed, chosen, times=times)
        one_ms = _decides(listed, chosen, times)
        medians.append(page.median_ms)
        yield (
            f"not on track, {size:,} people: page {page.median_ms:.1f} ms, {page.queries} queries, bare SQL"
            f" {page.bare_ms:.1f} ms, ratio {page.ratio:.2f}; the one statement over all answers {one_ms:.1f} ms"
        )
    yield f"not on track: {MANY // FEW} times the people, {medians[1] / medians[0]:.2f} times as long"


def _decides(operation: Operation, chosen: scene.Scene, times: int) -> float:
    """The median milliseconds of the page's longest statement, run bare: the one that reads everybody's answers."""
    heard = [one for one in inside.heard_once(operation, chosen, 0) if "array_agg" in one.sql.lower()]
    if len(heard) != 1:
        raise SystemExit(f"{NAME}: {len(heard)} statements read everybody's answers, not one")
    took = []
    with psycopg.connect(**inside.bare_address()) as bare:
        for _ in range(times):
            began = time.perf_counter()
            inside.replay(bare, heard)
            took.append((time.perf_counter() - began) * 1000)
            bare.rollback()
    return statistics.median(took)


def _people(site: Site, numbers: range, now: datetime) -> None:
    """In treatment for six weeks, with all answers of these."""
    track_id = Session.objects.filter(site=site).order_by("pk")[0].series.track_id
    clients = Client.objects.bulk_create(
        Client(
            site=site, family_name=f"Track {number:05}", given_names="Bench", phase=Phase.IN_TREATMENT,
            sort_key=f"track {number:05}", created_at=now,
        )
        for number in numbers
    )  # fmt: skip
    began = now - timedelta(weeks=WEEKS)
    Episode.objects.bulk_create(
        Episode(
            client=client, track_id=track_id, level_code="2.1", prescribed_weekly_minutes=540,
            standard_code="asam-2.1-adult", started_on=began.date(), planned_end_on=(now + timedelta(days=30)).date(),
        )
        for client in clients
    )  # fmt: skip
    Administration.objects.bulk_create(
        (
            Administration(
                client=client, instrument_code=code, instrument_version="1", total=course[week], started_at=at,
                saved_at=at, completed_at=at,
            )
            for number, client in zip(numbers, clients, strict=True)
            for code, courses in _COURSES.items()
            for course in [courses[number % _ONE_IN == 0]]
            for week in range(WEEKS)
            for at in [began + timedelta(weeks=week, hours=number % 24)]
        ),
        batch_size=5_000,
    )  # fmt: skip
