import itertools
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stepwell.domain.week.rules.roll import (
    AttendanceStatus,
    TypedPair,
    attended_minutes,
    intervals_for,
)
from stepwell.kernel.calendar import local_instant
from stepwell.kernel.errors import Refused
from stepwell.kernel.period import Period

DENVER = ZoneInfo("America/Denver")
TUESDAY = date(2026, 10, 6)


def at(text: str, day: date = TUESDAY) -> datetime:
    return local_instant(day, time.fromisoformat(text), DENVER)


SESSION = Period(at("10:00"), at("11:30"))
AFTER = at("12:00")
P, L, E = AttendanceStatus.PRESENT, AttendanceStatus.LATE, AttendanceStatus.LEFT_EARLY
X, N, V = AttendanceStatus.EXCUSED, AttendanceStatus.NO_SHOW, AttendanceStatus.VIRTUAL


def roll(
    status: AttendanceStatus, *typed: tuple[str, str], session: Period = SESSION, now: datetime = AFTER
) -> tuple[tuple[str, str], ...]:
    pairs = [TypedPair(*pair) for pair in typed]
    stays = intervals_for(status, session, pairs, zone=DENVER, now=now)
    return tuple((wall(stay.started_at), wall(stay.ended_at)) for stay in stays)


def wall(instant: datetime) -> str:
    return f"{instant.astimezone(DENVER):%H:%M}"


def refusals(
    status: AttendanceStatus, *typed: tuple[str, str], session: Period = SESSION, now: datetime = AFTER
) -> dict[str, str]:
    with pytest.raises(Refused) as refused:
        roll(status, *typed, session=session, now=now)
    return {refusal.where: refusal.what for refusal in refused.value.refusals}


@pytest.mark.parametrize("status", [P, V])
@pytest.mark.parametrize("typed", [(), (("", " "),), (("10:00", ""),), (("", "11:30"),)])
def test_present_and_virtual_without_times_are_the_whole_session(
    status: AttendanceStatus, typed: tuple[tuple[str, str], ...]
) -> None:
    assert roll(status, *typed) == (("10:00", "11:30"),)


@pytest.mark.parametrize("status", [X, N, AttendanceStatus.BOOKED])
def test_absent_or_only_booked_has_no_times(status: AttendanceStatus) -> None:
    assert roll(status) == ()
    assert refusals(status, ("", ""), ("10:05", "")) == {"in_time_2": f"{status.label} has no times."}


def test_late_and_left_early_with_typed_times() -> None:
    assert roll(L, ("10:18", "")) == (("10:18", "11:30"),)
    assert roll(E, ("", "11:05")) == (("10:00", "11:05"),)
    assert roll(L, ("10:18", "11:05")) == (("10:18", "11:05"),)


def test_late_and_left_early_mean_this_minute_while_the_session_runs() -> None:
    now = at("10:18") + timedelta(seconds=40)
    assert roll(L, now=now) == (("10:18", "11:30"),)
    assert roll(E, now=now) == (("10:00", "10:18"),)


@pytest.mark.parametrize("now", [at("09:50"), at("10:00"), at("11:30"), AFTER])
def test_late_and_left_early_ask_for_the_time_when_the_session_is_not_running(now: datetime) -> None:
    assert refusals(L, now=now) == {"in_time_1": "The time they came in is missing."}
    assert refusals(E, now=now) == {"out_time_1": "The time they left is missing."}


def test_a_word_and_times_that_contradict_are_refused() -> None:
    assert refusals(L, ("10:00", "")) == {"in_time_1": "That isn't late."}
    assert refusals(E, ("10:00", "11:30")) == {"out_time_1": "That isn't early."}


def test_a_person_may_go_out_and_come_back() -> None:
    stays = (("10:00", "10:20"), ("10:35", "11:00"), ("11:10", ""))
    assert roll(P, *stays) == (*stays[:2], ("11:10", "11:30"))


def test_stays_come_back_sorted_however_they_were_typed() -> None:
    assert roll(P, ("11:00", "11:30"), ("10:00", "10:30")) == (("10:00", "10:30"), ("11:00", "11:30"))


def test_stays_that_touch_are_fine_and_stays_that_overlap_are_refused() -> None:
    assert len(roll(P, ("10:00", "10:30"), ("10:30", "11:30"))) == 2
    assert refusals(P, ("10:00", "10:40"), ("10:30", "11:30")) == {"in_time_2": "These times overlap another stay."}


def test_a_gap_between_stays_needs_both_its_times() -> None:
    assert refusals(P, ("10:00", ""), ("", "11:30")) == {
        "out_time_1": "The time they went out is missing.",
        "in_time_2": "The time they came back is missing.",
    }


@pytest.mark.parametrize("typed", [("11:00", "10:30"), ("10:30", "10:30")])
def test_out_before_in_is_refused_at_the_time_out(typed: tuple[str, str]) -> None:
    assert refusals(P, typed) == {"out_time_1": "The time out is not after the time in."}


@pytest.mark.parametrize(
    "text", ["25:00", "10:60", "10.30", "ten", "1030", "10:3", "-1:00", "\u0661\u0660:\u0663\u0660", "10:30:00"]
)
def test_what_is_not_a_time_is_refused(text: str) -> None:
    assert refusals(P, (text, "")) == {"in_time_1": "This isn't a time."}


def test_every_wrong_field_is_named_at_once() -> None:
    assert set(refusals(P, ("nine", "25:61"), ("", "x"))) == {"in_time_1", "out_time_1", "in_time_2", "out_time_2"}


def test_an_hour_outside_is_kept_and_more_is_refused() -> None:
    assert roll(P, ("9:00", "12:30")) == (("09:00", "12:30"),)
    refused = refusals(P, ("08:59", "12:31"))
    assert refused["in_time_1"] == "08:59 is more than 60 minutes outside the session (10:00 to 11:30)."
    assert "out_time_1" in refused


def test_times_that_miss_the_session_are_refused() -> None:
    assert refusals(P, ("09:10", "09:50")) == {"in_time_1": "These times miss the session (10:00 to 11:30)."}


def test_minutes_on_the_roll_are_within_the_session() -> None:
    stays = intervals_for(P, SESSION, [TypedPair("09:50", "11:40")], zone=DENVER, now=AFTER)
    assert attended_minutes(stays, SESSION) == 90


def test_the_roll_opens_an_hour_before_and_a_no_show_at_the_start() -> None:
    assert set(refusals(P, now=at("08:59"))) == {"status"}
    assert roll(P, now=at("09:00")) == (("10:00", "11:30"),)
    assert set(refusals(N, now=at("09:59"))) == {"status"}
    assert roll(N, now=at("10:00")) == ()
    assert roll(X, now=at("08:00", date(2026, 10, 1))) == ()


def test_times_in_a_session_over_midnight_are_on_both_days() -> None:
    session = Period(at("22:30"), at("01:30", date(2026, 10, 7)))
    later = at("03:00", date(2026, 10, 7))
    stays = intervals_for(P, session, [TypedPair("22:40", "00:10"), TypedPair("00:20", "")], zone=DENVER, now=later)
    assert [stay.minutes for stay in stays] == [90, 70]
    assert roll(L, ("00:05", ""), session=session, now=later) == (("00:05", "01:30"),)


def test_a_session_just_after_midnight_takes_an_in_time_of_the_evening_before() -> None:
    session = Period(at("00:15"), at("02:00"))
    assert roll(P, ("23:50", "02:00"), session=session) == (("23:50", "02:00"),)


def test_a_time_that_the_spring_night_skips_is_refused() -> None:
    night = date(2026, 3, 8)
    session = Period(at("01:00", night), at("05:00", night))
    assert refusals(P, ("02:30", ""), session=session) == {
        "in_time_1": "There was no 02:30 that night: the clocks went forward."
    }
    stays = intervals_for(P, session, [TypedPair("01:30", "03:30")], zone=DENVER, now=AFTER)
    assert stays[0].minutes == 60


def test_a_time_skipped_on_another_night_is_only_outside() -> None:
    saturday = date(2026, 3, 7)
    session = Period(at("20:00", saturday), at("21:00", saturday))
    assert "outside the session" in refusals(P, ("02:30", ""), session=session)["in_time_1"]


def test_a_time_that_comes_twice_is_the_first_that_fits() -> None:
    night = date(2026, 11, 1)
    session = Period(at("00:30", night), at("03:00", night))
    later = datetime(2026, 11, 1, 12, tzinfo=UTC)
    pairs = [TypedPair("01:30", "01:50"), TypedPair("01:10", "01:20")]
    stays = intervals_for(P, session, pairs, zone=DENVER, now=later)
    assert [stay.minutes for stay in stays] == [20, 10]
    assert stays[1].started_at == datetime(2026, 11, 1, 8, 10, tzinfo=UTC)  # the second 01:10, in standard time
    turned = intervals_for(P, session, [TypedPair("01:40", "01:20")], zone=DENVER, now=later)
    assert turned[0].minutes == 40


def test_a_row_that_is_sent_again_keeps_the_second_of_two_times_that_look_the_same() -> None:
    night = date(2026, 11, 1)
    session = Period(at("00:30", night), at("03:00", night))
    left_at = datetime(2026, 11, 1, 8, 40, tzinfo=UTC)  # the second 01:40
    (left_early,) = intervals_for(E, session, [], zone=DENVER, now=left_at)
    assert left_early.ended_at == left_at
    shown = [TypedPair(wall(left_early.started_at), wall(left_early.ended_at))]
    later = datetime(2026, 11, 1, 12, tzinfo=UTC)
    assert intervals_for(E, session, shown, zone=DENVER, now=later, before=[left_early]) == (left_early,)
    assert intervals_for(E, session, shown, zone=DENVER, now=later)[0].minutes == left_early.minutes - 60


minutes_in = st.integers(0, 89)


@given(minutes_in, minutes_in)
def test_a_typed_stay_is_read_back_as_it_was_typed(first: int, second: int) -> None:
    came_at, went_at = (SESSION.started_at + timedelta(minutes=minutes) for minutes in sorted((first, second + 1)))
    if came_at < went_at:
        assert roll(P, (wall(came_at), wall(went_at))) == ((wall(came_at), wall(went_at)),)


@given(st.lists(st.tuples(st.text(max_size=6), st.text(max_size=6)), max_size=3), st.sampled_from(AttendanceStatus))
def test_any_typed_text_gives_stays_apart_or_a_refusal(typed: list[tuple[str, str]], status: AttendanceStatus) -> None:
    try:
        stays = intervals_for(status, SESSION, [TypedPair(*pair) for pair in typed], zone=DENVER, now=AFTER)
    except Refused:
        return
    assert not any(a.overlaps(b) for a, b in itertools.pairwise(stays))
    assert bool(stays) == status.attended
