"""The evenings of the demo's group: who came, what was written, what was signed."""

from collections.abc import Iterator
from datetime import timedelta
from uuid import UUID

from stepwell.domain.week.actions import create_drafts, record_attendance, save_response, save_shared, sign_note
from stepwell.domain.week.actions.rescue import look_for_missing
from stepwell.domain.week.actions.runway import check_runways
from stepwell.domain.week.models import Session
from stepwell.domain.week.queries.board import Board, get_board
from stepwell.domain.week.queries.schedule import ScheduledSession, schedule
from stepwell.domain.week.rules.roll import AttendanceStatus, TypedPair
from stepwell.kernel.actor import system
from stepwell.simulate.measuring import say_how_it_was
from stepwell.simulate.words import OPENINGS, SAID, SHARED, TOPICS
from stepwell.simulate.world import WEEKS_BACK, Demo, living


def past_sessions(demo: Demo) -> Iterator[None]:
    """Every evening that is over, oldest first; of the latest one's notes only the first three are signed."""
    counselor = demo.actors["maya"]
    evenings: list[ScheduledSession] = []
    for week in range(WEEKS_BACK, -1, -1):
        shown = schedule(counselor, demo.site, demo.today - timedelta(weeks=week), demo.now)
        evenings += [one for day in shown.days for one in day.sessions if one.ends_at < demo.now]
    for number, evening in enumerate(evenings):
        _one_evening(demo, number, evening, is_latest=number == len(evenings) - 1)
        yield


def look_after(demo: Demo) -> None:
    """What Stepwell does by itself: who didn't come last is looked for; whose authorization runs out is told."""
    ends = Session.objects.filter(site=demo.site, ends_at__lt=demo.now).order_by("-ends_at").values_list("ends_at")
    for (ended_at,) in ends[:1]:
        with living(ended_at) as now:
            look_for_missing(actor=system("jobs"), now=now)
    with living(demo.now) as now:
        check_runways(actor=system("jobs"), site=demo.site, now=now)


def _one_evening(demo: Demo, number: int, evening: ScheduledSession, *, is_latest: bool) -> None:
    """Roll, shared block, drafts, responses, signatures."""
    counselor = demo.actors["maya"]
    with living(evening.ends_at - timedelta(minutes=5)) as now:
        board = get_board(counselor, evening.session_id, now)
        if not board.seats:
            return
        for seat in board.seats:
            status, times = _attendance(demo, seat.client_id)
            record_attendance(
                actor=counselor,
                session_id=evening.session_id,
                client_id=seat.client_id,
                status=status,
                intervals=times,
                now=now,
            )
    with living(min(evening.ends_at + timedelta(minutes=25), demo.now)) as now:
        topic, method = TOPICS[number % 6]
        save_shared(
            actor=counselor,
            session_id=evening.session_id,
            topic=topic,
            method=method,
            shared_note=SHARED[0],
            now=now,
        )
        create_drafts(actor=counselor, session_id=evening.session_id, now=now)
        board = get_board(counselor, evening.session_id, now)
        _write_notes(demo, number, board, topic.lower(), most=3 if is_latest else len(board.seats))
    say_how_it_was(demo, number, evening, is_latest=is_latest)


def _attendance(demo: Demo, client_id: UUID) -> tuple[AttendanceStatus, tuple[TypedPair, ...]]:
    """Mostly there, sometimes late, sometimes not at all."""
    chance = demo.random.random()
    if chance < 0.06:
        return AttendanceStatus.NO_SHOW, ()
    if chance < 0.10:
        return AttendanceStatus.EXCUSED, ()
    if chance < 0.18:
        return AttendanceStatus.LATE, (TypedPair(f"18:{demo.random.randint(8, 35):02}", ""),)
    if chance < 0.22:
        return AttendanceStatus.LEFT_EARLY, (TypedPair("", f"20:{demo.random.randint(10, 50):02}"),)
    return (AttendanceStatus.VIRTUAL if chance > 0.96 else AttendanceStatus.PRESENT), ()


def _write_notes(demo: Demo, evening: int, board: Board, topic: str, *, most: int) -> None:
    """Each person's own response; the first `most` are signed."""
    counselor = demo.actors["maya"]
    written = 0
    for number, seat in enumerate(board.seats):
        draft = seat.draft
        if draft is None or written >= most:
            continue
        said = SAID[(number + 3 * evening) % 10]
        opening = OPENINGS[evening % 5].format(topic=topic)
        objective = draft.choices[0][0] if draft.choices else None
        now = demo.now if board.ends_at > demo.now else board.ends_at + timedelta(minutes=25 + number)
        note = save_response(
            actor=counselor,
            note_id=draft.note_id,
            response=f"{opening} {said}.",
            objective_id=objective,
            revision=draft.revision,
            now=min(now, demo.now),
        )
        sign_note(actor=counselor, note_id=note.pk, revision=note.revision, now=min(now, demo.now))
        written += 1
