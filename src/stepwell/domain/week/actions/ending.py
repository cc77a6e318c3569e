"""One person's own sessions end. Not an action: actions that end them call it."""

from datetime import date, datetime

from stepwell.domain.week.models import Booking, CancelReason, Series, Status
from stepwell.kernel.actor import Actor


def end_own_sessions(actor: Actor, series: Series, ends_on: date, now: datetime) -> None:
    """Those from that day on don't take place, but for those with a word on the roll: room and leader are free."""
    called = Booking.objects.exclude(status=Status.BOOKED.value).filter(session__series=series).values("session_id")
    ahead = series.sessions.filter(on__gte=ends_on, canceled_at__isnull=True).exclude(pk__in=called)
    ahead.update(canceled_at=now, canceled_by=actor.staff_id, cancel_reason=CancelReason.ENDED)
    if series.ends_on is None or ends_on < series.ends_on:
        # a first day is the least it has
        series.ends_on = max(ends_on, series.first_on)
        series.extended_to = min(series.extended_to, series.ends_on)
        series.save(update_fields=["ends_on", "extended_to"])
