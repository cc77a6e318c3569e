"""The evenings of the demo's group: who came, what was written, what was signed."""

from collections.abc import Iterator
from datetime import timedelta

from stepwell.domain.week.actions import create_drafts, record_attendance, save_response, save_shared, sign_note
from stepwell.domain.week.queries.board import Board, get_board
from stepwell.domain.week.queries.schedule import ScheduledSession, schedule
from stepwell.domain.week.rules.roll import AttendanceStatus, TypedPair
from stepwell.simulate.measuring import say_how_it_was
from stepwell.simulate.words import OPENINGS, SAID, SHARED, TOPICS
from stepwell.simulate.world import WEEKS_BACK, Demo, living

# He had no way to get here on the last evenings: "When I miss once, I stop coming."
STAYED_AWAY, EVENINGS_AWAY = "Marcus", 3


def past_sessions(demo: Demo) -> Iterator[None]:
    """Every evening that is over, oldest first; of the latest one's notes only the first three are signed."""
    counselor = demo.actors["maya"]
    evenings: list[ScheduledSession] = []
    for week in range(WEEKS_BACK, -1, -1):
        shown = schedule(counselor, demo.site, demo.today - timedelta(weeks=week), demo.now)
        evenings += [one for day in shown.days for one in day.sessions if one.ends_at < demo.now]
    for number, evening in enumerate(evenings):
        _one_evening(demo, number, evening, left=len(evenings) - 1 - number)
        yield


def _one_evening(demo: Demo, number: int, evening: ScheduledSession, *, left: int) -> None:
    """Roll, shared block, drafts, responses, signatures. `left` is how many evenings came after it."""
    counselor, is_latest = demo.actors["maya"], left == 0
    away = demo.clients[STAYED_AWAY].pk if left < EVENINGS_AWAY else None
    with living(evening.ends_at - timedelta(minutes=5)) as now:
        board = get_board(counselor, evening.session_id, now)
        if not board.seats:
            return
        for seat in board.seats:
            status, times = _attendance(demo)
            if seat.client_id == away:
                status, times = AttendanceStatus.NO_SHOW, ()
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


def _attendance(demo: Demo) -> tuple[AttendanceStatus, tuple[TypedPair, ...]]:
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
