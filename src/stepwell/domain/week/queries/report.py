"""What goes onto paper or into a file: a session's sign-in sheet, and who attended over a stretch of days."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Exists, OuterRef

from stepwell.domain.people.models import Client, Site
from stepwell.domain.people.permissions import visible_clients
from stepwell.domain.week.models import Booking, Session
from stepwell.domain.week.permissions import VIEW_WEEK, visible_bookings
from stepwell.domain.week.queries.facts import facts_of_weeks
from stepwell.domain.week.queries.sessions import open_session
from stepwell.domain.week.rules.report import Attended, attended_in, check_span, in_all
from stepwell.kernel.actor import Actor
from stepwell.platform.access.permission import require_at
from stepwell.platform.ledger.unit import record_list_read

_SPARE = 3


@dataclass(frozen=True, slots=True)
class SignIn:
    """A session, and who is booked in it, as far as the actor may see: by name."""

    session: Session
    people: tuple[str, ...]

    @property
    def spare(self) -> range:
        """Empty lines for who comes unbooked."""
        return range(_SPARE)


@dataclass(frozen=True, slots=True)
class AttendanceLine:
    """One person's."""

    client_id: UUID
    name: str
    counts: Attended


@dataclass(frozen=True, slots=True)
class AttendanceReport:
    """A site's people over some days, by name, and all of them together."""

    site: Site
    first: date
    last: date
    lines: tuple[AttendanceLine, ...]

    @property
    def in_all(self) -> Attended:
        """The sum."""
        return in_all(line.counts for line in self.lines)


def sign_in_sheet(actor: Actor, session_id: UUID) -> SignIn:
    """Who is expected, for their signatures. Three queries; written down as a list read. Raises `NotFound`."""
    found = open_session(actor, session_id)
    session = Session.objects.select_related("series", "site", "place", "leader").get(pk=found.pk)
    held = Booking.objects.filter(visible_bookings(actor), session=session, canceled_at__isnull=True)
    people = [one.client for one in held.select_related("client").order_by("client__sort_key", "client_id")]
    record_list_read(actor, "sign_in", [one.pk for one in people])
    return SignIn(session, tuple(one.name for one in people))


def attendance_report(actor: Actor, site: Site, first: date, last: date) -> AttendanceReport:
    """Everybody whom the actor may see and who had a session there. Four queries, however many people; one list read.
    Raises `Refused` where it reaches too far.
    """
    require_at(actor, VIEW_WEEK, site.pk)
    check_span(first, last)
    booked = Booking.objects.filter(
        client_id=OuterRef("pk"),
        canceled_at__isnull=True,
        session__canceled_at__isnull=True,
        session__on__range=(first, last),
    )
    seen = Client.objects.filter(visible_clients(actor, VIEW_WEEK), Exists(booked), site=site)
    people = list(seen.order_by("sort_key", "pk"))
    record_list_read(actor, "attendance", [one.pk for one in people])
    facts = facts_of_weeks(actor, {one.pk: (first, last) for one in people}) if people else {}
    lines = [AttendanceLine(one.pk, one.name, attended_in(facts[one.pk])) for one in people]
    return AttendanceReport(site, first, last, tuple(lines))
