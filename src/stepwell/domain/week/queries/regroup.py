"""Who would be in which sessions, where groups become one or two; and what a page about it shows."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from stepwell.domain.week.models import Enrollment, Series, Session
from stepwell.domain.week.permissions import PLAN_WEEK, visible_enrollments, visible_sessions
from stepwell.domain.week.queries.groups import belongs
from stepwell.domain.week.queries.standing import stands_in
from stepwell.kernel.actor import Actor
from stepwell.platform.access.permission import require
from stepwell.platform.ledger.unit import record_list_read


def belonging_from(series: Series, from_on: date) -> QuerySet[Enrollment]:
    """Who belongs to the group on that day or later, in the order in which they joined. For actions."""
    found = Enrollment.objects.filter(belongs(from_on), series=series)
    return found.select_related("client", "episode", "series").order_by("joined_on", "pk")


def seated_from(
    series: Series, coming: Sequence[Enrollment], from_on: date
) -> tuple[list[Session], list[tuple[Session, UUID]]]:
    """The group's sessions from that day on, each with how many sit in it, and the places that these would take."""
    seated = Count("bookings", filter=Q(bookings__canceled_at__isnull=True))
    ahead = series.sessions.filter(on__gte=from_on, canceled_at__isnull=True, split_from__isnull=True)
    sessions: list[Session] = list(ahead.annotate(seated=seated).select_related("leader").order_by("starts_at"))
    there = {
        (session.pk, one.client_id)
        for one in belonging_from(series, from_on)
        for session in sessions
        if stands_in(one, session)
    }
    seats = [
        (session, one.client_id)
        for one in coming
        for session in sessions
        if stands_in(one, session) and (session.pk, one.client_id) not in there
    ]
    return sessions, seats


def others_of_track(actor: Actor, series: Series, today: date) -> list[Series]:
    """The groups with which this one could become one."""
    require(actor, PLAN_WEEK)
    going = Series.objects.filter(visible_sessions(actor), track_id=series.track_id).exclude(ends_on__lte=today)
    return list(going.exclude(pk=series.pk).select_related("leader", "place").order_by("name", "pk"))


def members_to_split(actor: Actor, series: Series, today: date) -> list[Enrollment]:
    """Who belongs to the group, by name, for who decides who goes. Written down."""
    require(actor, PLAN_WEEK)
    found = Enrollment.objects.filter(belongs(today), visible_enrollments(actor), series=series)
    members = list(found.select_related("client").order_by("client__sort_key", "pk"))
    record_list_read(actor, "series", [one.client_id for one in members])
    return members
