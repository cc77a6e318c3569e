"""What the demo's site asks by itself, what its people answered, and what they said of its evenings."""

from datetime import timedelta
from typing import Any

from stepwell.domain.feedback.actions import say_helped, say_words
from stepwell.domain.feedback.queries import ATTENDED
from stepwell.domain.feedback.rules import ASKED_FOR, Helped
from stepwell.domain.measures.actions import save_answers, take_presets
from stepwell.domain.measures.rules import load_instrument
from stepwell.domain.people.models import Client
from stepwell.domain.week.models import Booking
from stepwell.domain.week.queries.schedule import ScheduledSession
from stepwell.simulate import steps
from stepwell.simulate.journey import first_monday
from stepwell.simulate.people import CLIENTS
from stepwell.simulate.world import Demo, living
from stepwell.workflows.measuring import people_to_tend, tend_due
from stepwell.workflows.screen import complete_screening_sheet

# Who answered what so many days after the start, and how high each question was rated.
ANSWERED: tuple[tuple[str, str, int, int], ...] = (
    ("Ana", "bam", 1, 1), ("Ana", "phq-9", 14, 1), ("Ana", "gad-7", 1, 1), ("Ana", "bam", 31, 0),
    ("Darnell", "bam", 2, 1), ("Darnell", "gad-7", 2, 2), ("Darnell", "phq-9", 20, 2),
    ("Josie", "bam", 2, 2), ("Josie", "phq-9", 15, 3), ("Josie", "gad-7", 3, 1),
)  # fmt: skip
# The others were asked in the room, all but the last of it: what a week of a program leaves due, and not more.
IN_TURN = (("bam", 2), ("gad-7", 2), ("phq-9", 20), ("gad-7", 25), ("bam", 31), ("phq-9", 40))
WORDS = {Helped.NO: "It was loud, and I didn't get a word in.", Helped.SOME: "Longer on what to do at home."}


def begin_schedules(demo: Demo) -> None:
    """The presets hold since before anybody came."""
    with living(demo.at(first_monday(demo) - timedelta(days=7), 10)) as now:
        take_presets(actor=demo.actors["rosa"], site_id=demo.site.pk, now=now)


def answer(demo: Demo) -> None:
    """What was asked in the room, as long as its day has come; then Stepwell asks what is due."""
    others = [(one.given, code, days, 1) for one in CLIENTS[3:] for code, days in IN_TURN]
    # his plan is shown by it, and nobody asked him: a gap in his thread
    others = [one for one in others if one[:2] != ("Marcus", "phq-9")]
    for given, code, days, value in (*ANSWERED, *others):
        client = demo.clients[given]
        started_on = client.episodes.get().started_on
        instant = demo.at(started_on + timedelta(days=days), 17, 20)
        if instant < demo.now:
            with living(instant) as now:
                text = load_instrument(code)
                # question 9 of PHQ-9 asks about being better off dead: nobody of the demo says so
                none = {"q9"} if code == "phq-9" else set()
                answers = {one.id: value if value in one.values and one.id not in none else 0 for one in text.items}
                told: dict[str, Any] = {"actor": demo.actors["maya"], "client_id": client.pk, "code": code, "now": now}
                save_answers(**told, answers=answers, version=text.version)
                complete_screening_sheet(**told, answers={}, version=text.version)
    with living(demo.at(demo.today - timedelta(days=1), 9, 30)) as now:
        for client_id in people_to_tend(demo.site, now):
            tend_due(client_id=client_id, now=now)


def say_how_it_was(demo: Demo, number: int, evening: ScheduledSession, *, is_latest: bool) -> None:
    """Some of those who were there say whether it helped; who has the demo's phone hasn't yet, of the last one."""
    instant = min(evening.ends_at + timedelta(minutes=40), demo.now)
    if not evening.ends_at <= instant < evening.ends_at + ASKED_FOR:
        return
    silent = [demo.clients[CLIENTS[0].given].pk] if is_latest else []
    there = Booking.objects.filter(session_id=evening.session_id, canceled_at=None, status__in=ATTENDED)
    people = Client.objects.filter(bookings__in=there).exclude(pk__in=silent).order_by("sort_key")
    with living(instant) as now:
        for place, client in enumerate(people):
            # of the last one somebody says that it didn't help, whichever evening that is and whoever stayed away
            turn = (place + (0 if is_latest else number)) % 7
            if turn > 3:
                continue
            helped = Helped.NO if turn == 3 and is_latest else Helped.SOME if turn else Helped.YES
            who: dict[str, Any] = {"actor": steps.from_home(client), "session_id": evening.session_id, "now": now}
            say_helped(**who, helped=helped)
            if turn > 1 and (words := WORDS.get(helped)):
                say_words(**who, words=words)
