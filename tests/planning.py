"""A stay and a group to write a plan for: rows as admission leaves them, made without it."""

from datetime import date, time, timedelta
from typing import Any

from tests.cast import NOW, TODAY, World


def start_stay(world: World, *, started_on: date = TODAY, weeks: int = 12, client: Any = None) -> Any:
    """An open episode in a track of the site."""
    from stepwell.domain.admissions.models import Episode
    from stepwell.domain.catalog.models import DayTemplate, Track
    from stepwell.domain.people.models import Client, Phase

    who = client or world.client
    template, _ = DayTemplate.objects.get_or_create(site=world.site, name="Evening")
    track, _ = Track.objects.get_or_create(
        site=world.site,
        name="Evening IOP",
        defaults={
            "level_code": "2.1",
            "standard_code": "asam-2.1-adult",
            "template": template,
            "days_a_week": 3,
            "weeks": weeks,
            "prescribed_weekly_minutes": 540,
        },
    )
    Client.objects.filter(pk=who.pk).update(phase=Phase.IN_TREATMENT)
    return Episode.objects.create(
        client=who,
        track=track,
        level_code="2.1",
        prescribed_weekly_minutes=540,
        standard_code="asam-2.1-adult",
        started_on=started_on,
        planned_end_on=started_on + timedelta(weeks=weeks),
    )


def make_group(
    world: World, episode: Any, *, name: str = "Evening group", at: time = time(17, 30), join: bool = True
) -> Any:
    """A group of the site, which the stay's person belongs to."""
    from stepwell.domain.catalog.models import Place, Service
    from stepwell.domain.week.models import Enrollment, Series

    place, _ = Place.objects.get_or_create(site=world.site, name="Room 2")
    service, _ = Service.objects.get_or_create(site=world.site, name="Process group")
    series = Series.objects.create(
        site=world.site,
        track=episode.track,
        service=service,
        template=episode.track.template,
        name=name,
        leader=world.staff["counselor"],
        place=place,
        weekdays=[0, 1, 3],
        starts_at_time=time(17, 30),
        first_on=episode.started_on,
        extended_to=episode.planned_end_on,
    )
    if join:
        Enrollment.objects.create(series=series, client=episode.client, episode=episode, joined_on=episode.started_on)
    return series


def sign_note_about(world: World, series: Any, objective: Any, *, on: date, number: int = 1) -> Any:
    """A session that was held, and a signed note of the client that names the objective."""
    from datetime import UTC, datetime

    from stepwell.domain.week.models import Booking, Note, Session

    starts_at = datetime.combine(on, time(23, 30), UTC)
    ends_at = starts_at + timedelta(hours=3)
    session = Session.objects.create(
        series=series,
        site=series.site,
        number=number,
        on=on,
        starts_at=starts_at,
        ends_at=ends_at,
        leader=series.leader,
        place=series.place,
    )
    client = objective.goal.problem.client
    booking = Booking.objects.create(session=session, client=client, starts_at=starts_at, ends_at=ends_at)
    return Note.objects.create(
        booking=booking,
        response="Named two people to call.",
        objective=objective,
        created_at=ends_at,
        saved_at=ends_at,
        signed_by=world.staff["counselor"],
        signed_at=ends_at,
        signed_as="Maya Okafor, LAC",
    )


def write_objective(world: World, who: str = "counselor", now: Any = NOW, **changed: Any) -> Any:
    """A problem, a goal and an objective, as that person writes them."""
    from stepwell.domain.careplan import actions

    actor = world.actor(who)
    problem = actions.name_problem(
        actor=actor,
        client_id=world.client.pk,
        title="Opioid use disorder, moderate",
        coding=None,
        in_their_words="Nights are when I lose it.",
        now=now,
    )
    goal = actions.set_goal(
        actor=actor,
        problem_id=problem.pk,
        in_their_words="Be home, in my bed, every night.",
        clinical="Sleep at home every night without use",
        now=now,
    )
    return actions.set_objective(**{**terms_of(world), "actor": actor, "goal_id": goal.pk, "now": now, **changed})


def terms_of(world: World) -> dict[str, Any]:
    """An objective that is fit for the plan."""
    return {
        "title": "Evening plan: call before the hard hour",
        "measure": "Evenings with a call logged",
        "target": "5 of 7 nights",
        "due_on": TODAY + timedelta(days=10),
        "owner_id": world.staff["counselor"].pk,
    }
