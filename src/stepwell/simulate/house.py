"""What makes the demo's house live: what people eat, when the team meets, and sessions that didn't go as planned."""

from datetime import datetime, time, timedelta

from stepwell.domain.catalog.actions import add_place
from stepwell.domain.catalog.rules import DEFAULT_DAY, Segment
from stepwell.domain.meals.actions import say_diet
from stepwell.domain.team.actions.agenda import open_meeting, set_meeting_day
from stepwell.domain.week.actions import cancel_session, join_sessions, move_session, say_told, split_session
from stepwell.domain.week.models import CancelReason, Session, SessionWord
from stepwell.simulate.world import Demo, living
from stepwell.workflows.changes import tell_changes

# An evening over supper time: the break is a meal.
EVENING = tuple(
    Segment("Evening meal", one.minutes, clinical=False) if one.label == "Break" else one for one in DEFAULT_DAY
)
DIETS = (
    ("Darnell", ("Diabetes-friendly",), ""),
    ("Josie", ("Vegetarian",), "Peanuts"),
    ("Wren", ("Vegan",), ""),
    ("Luis", ("No pork",), ""),
)
WEDNESDAY = 2
# Two are left for Maya to tell; the others she has called already.
STILL_TO_TELL = 2


def keep_house(demo: Demo) -> None:
    """Once everybody is there: the table, the team, the changes."""
    _set_the_table(demo)
    _gather_the_team(demo)
    _change_sessions(demo)


def _set_the_table(demo: Demo) -> None:
    with living(demo.now) as now:
        for given, labels, allergies in DIETS:
            client = demo.clients[given]
            say_diet(actor=demo.actors["dee"], client_id=client.pk, labels=labels, allergies=allergies, seen=0, now=now)


def _gather_the_team(demo: Demo) -> None:
    """Wednesdays at noon; the next agenda is made from the charts."""
    supervisor = demo.actors["ingrid"]
    with living(demo.now) as now:
        noon, site_id = time(12, 0), demo.site.pk
        set_meeting_day(actor=supervisor, site_id=site_id, weekday=WEDNESDAY, starts_at_time=noon, now=now)
        open_meeting(actor=supervisor, site_id=site_id, now=now)


def _change_sessions(demo: Demo) -> None:
    """Of the sessions in the weeks to come one is canceled, one moved, one in two rooms, and one was and isn't."""
    director, minutes = demo.actors["rosa"], timedelta(minutes=10)
    second = add_place(actor=director, site=demo.site, name="Room 3", seats=8)
    ahead = list(demo.made["series"].sessions.filter(on__gt=demo.today + timedelta(days=7)).order_by("starts_at")[:6])
    moved, split, canceled, joined = ahead[0], ahead[1], ahead[3], ahead[4]
    with living(demo.now - 2 * minutes) as now:
        starts_at = moved.starts_at - timedelta(hours=1)
        asked = {"session_id": moved.pk, "starts_at": starts_at, "place_id": moved.place_id}
        move_session(actor=director, **asked, now=now)
        _split(demo, split, second.pk, now)
        cancel_session(actor=director, session_id=canceled.pk, reason=CancelReason.LEADER, now=now)
        room = _split(demo, joined, second.pk, now)
        join_sessions(actor=director, session_id=room.pk, into_id=joined.pk, now=now)
    with living(demo.now) as now:
        tell_changes(now)
        _call(demo, now)


def _split(demo: Demo, session: Session, place_id: int, now: datetime) -> Session:
    seats = session.bookings.filter(canceled_at__isnull=True).order_by("client__sort_key")
    return split_session(
        actor=demo.actors["rosa"],
        session_id=session.pk,
        client_ids=list(seats.values_list("client_id", flat=True))[:4],
        place_id=place_id,
        leader_id=demo.staff["tess"].pk,
        now=now,
    )


def _call(demo: Demo, now: datetime) -> None:
    """Who has no login is called."""
    waiting = SessionWord.objects.filter(waits_for_person=True).order_by("booking__client__sort_key")
    clients = list(dict.fromkeys(waiting.values_list("booking__client_id", flat=True)))
    for client_id in clients[STILL_TO_TELL:]:
        say_told(actor=demo.actors["maya"], client_id=client_id, now=now)
