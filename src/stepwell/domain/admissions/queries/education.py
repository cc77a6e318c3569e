"""Reads of early-intervention education: one person's hours, who may give one, and where many stand."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from stepwell.domain.admissions.models import EducationHour, Enquiry
from stepwell.domain.admissions.permissions import GIVE_INTERIM, OWNERS, VIEW_ENQUIRY, visible_enquiries
from stepwell.domain.admissions.queries.routes import decided_route
from stepwell.domain.admissions.rules.education import HourStanding, Taught, taught_of
from stepwell.domain.admissions.rules.levels import Level, find_level
from stepwell.domain.admissions.rules.route import Route
from stepwell.domain.people.models import Staff
from stepwell.domain.people.queries import care_team, site_staff
from stepwell.kernel.actor import Actor
from stepwell.kernel.clock import day_at
from stepwell.kernel.errors import NotFound
from stepwell.platform.access.permission import require
from stepwell.platform.ledger.unit import record_read

TOPICS = 30


@dataclass(frozen=True, slots=True)
class EducationSheet:
    """One enquiry's education. `topics` are those of this site's hours so far: no word of anybody."""

    enquiry: Enquiry
    level: Level | None
    route: Route
    hours: tuple[EducationHour, ...]
    teachers: tuple[Staff, ...]
    topics: tuple[str, ...]
    may_give: bool

    @property
    def zone(self) -> ZoneInfo:
        """The site's clock."""
        return ZoneInfo(self.enquiry.site.zone)

    @property
    def is_open(self) -> bool:
        """Whether the enquiry has ended neither with a start nor without one."""
        return self.enquiry.started_at is None and self.enquiry.closed_at is None

    @property
    def is_theirs(self) -> bool:
        """Whether the level that was decided is below every track here."""
        return self.route is Route.LESS

    @property
    def agreed(self) -> tuple[EducationHour, ...]:
        """Hours of which nobody has said yet what became of them, the next first."""
        return tuple(sorted((one for one in self.hours if one.standing == HourStanding.AGREED), key=_when))


def get_education(actor: Actor, enquiry_id: UUID) -> EducationSheet:
    """One person's hours, the latest first. Written down. Raises `NotFound`."""
    require(actor, VIEW_ENQUIRY)
    rows = Enquiry.objects.filter(visible_enquiries(actor), pk=enquiry_id).select_related("client__site", "site")
    enquiry = rows.first()
    if enquiry is None:
        raise NotFound("enquiry", Enquiry.objects.filter(pk=enquiry_id).values_list("client_id", flat=True).first())
    record_read(actor, "enquiry", enquiry.client_id, ("enquiry", enquiry.pk))
    level, route, _ = decided_route(enquiry)
    asked = EducationHour.objects.filter(enquiry__site_id=enquiry.site_id).exclude(topic="")
    return EducationSheet(
        enquiry=enquiry,
        level=find_level(level),
        route=route,
        hours=hours_of(actor, enquiry),
        teachers=tuple(teachers_of(actor, enquiry)),
        topics=tuple(asked.order_by("topic").values_list("topic", flat=True).distinct()[:TOPICS]),
        may_give=enquiry.site_id in actor.sites_for(GIVE_INTERIM),
    )


def hours_of(actor: Actor, enquiry: Enquiry) -> tuple[EducationHour, ...]:
    """The hours that were offered to somebody whose enquiry the actor has found, the latest first. One query."""
    require(actor, VIEW_ENQUIRY)
    return tuple(enquiry.education.select_related("held_by", "offered_by", "told_by").order_by("-offered_at", "pk"))


def teachers_of(actor: Actor, enquiry: Enquiry) -> list[Staff]:
    """Who can give an hour, by name: whoever sees this person before they start, which is who sees all enquiries here,
    and their own care team. The enquiry is one that the actor has found.
    """
    theirs = [member.staff for member in care_team(actor, enquiry.client)]
    seeing = {one.pk: one for one in (*site_staff(actor, enquiry.site, OWNERS), *theirs)}
    return sorted(seeing.values(), key=lambda one: (one.name, one.pk))


def education_of(enquiries: Collection[Enquiry]) -> dict[UUID, Taught]:
    """Where the education of each stands; who was offered none isn't in it. One query."""
    hours: dict[UUID, list[EducationHour]] = {}
    for hour in EducationHour.objects.filter(enquiry__in=enquiries).order_by("offered_at"):
        hours.setdefault(hour.enquiry_id, []).append(hour)
    zones = {enquiry.pk: ZoneInfo(enquiry.site.zone) for enquiry in enquiries}
    return {
        key: taught_of(
            (HourStanding(one.standing), day_at(one.held_at, zones[key]) if one.held_at else None) for one in rows
        )
        for key, rows in hours.items()
    }


def _when(hour: EducationHour) -> datetime:
    assert hour.held_at is not None  # an agreed hour has a time
    return hour.held_at
