"""In which sessions of a series somebody stands."""

from stepwell.domain.week.models import Enrollment, Session


def stands_in(enrollment: Enrollment, session: Session) -> bool:
    """From the day they joined, until they left or their stay is planned to end. Give it rows with their episode."""
    ends = [enrollment.episode.planned_end_on, enrollment.episode.ended_on, enrollment.left_on]
    return enrollment.joined_on <= session.on < min(day for day in ends if day is not None)
