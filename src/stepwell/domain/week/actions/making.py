"""Sessions of a group that weren't there: with their segments, and a place in them for everybody who belongs."""

from collections.abc import Iterable, Sequence

from stepwell.domain.catalog.rules import segments_from
from stepwell.domain.week.actions.seats import take_seats, those_free
from stepwell.domain.week.models import Series, Session, SessionSegment
from stepwell.domain.week.queries.meetings import day_of
from stepwell.domain.week.queries.standing import stands_in
from stepwell.domain.week.rules.phases import Plan
from stepwell.domain.week.rules.recurrence import Occurrence


def planned(series: Series, meetings: Iterable[tuple[Occurrence, Plan]]) -> list[Session]:
    """The sessions as they would be, numbered after those that stand; nothing is saved."""
    last = series.sessions.order_by("-number").values_list("number", flat=True).first() or 0
    return [
        Session(
            series=series,
            site_id=series.site_id,
            number=number,
            on=one.day,
            starts_at=one.period.started_at,
            ends_at=one.period.ended_at,
            leader_id=plan.leader_id,
            place_id=plan.place_id,
        )
        for number, (one, plan) in enumerate(meetings, start=last + 1)
    ]


def make_sessions(series: Series, sessions: Sequence[Session]) -> None:
    """Save them and their segments, copied: a template that changes later leaves them as they are."""
    day = day_of(series)
    Session.objects.bulk_create(sessions)
    SessionSegment.objects.bulk_create(
        SessionSegment(
            session=session,
            label=placed.label,
            starts_at=placed.period.started_at,
            ends_at=placed.period.ended_at,
            is_clinical=placed.clinical and series.service.counts,
        )
        for session in sessions
        for placed in segments_from(session.starts_at, day.on(session.on))
    )


def book_members(series: Series, sessions: Sequence[Session]) -> None:
    """Everybody who belongs to the series stands in the new sessions, unless booked elsewhere at that time."""
    if sessions:
        members = list(series.enrollments.select_related("episode"))
        seats = [(one, member.client_id) for member in members for one in sessions if stands_in(member, one)]
        take_seats(those_free(seats))
