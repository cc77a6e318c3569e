"""What the groups that run have of the program: which of them a change of the catalog would touch."""

from datetime import date

from stepwell.domain.catalog.models import Place, Service
from stepwell.domain.week.models import Series
from stepwell.domain.week.permissions import PLAN_WEEK, visible_sessions
from stepwell.kernel.actor import Actor
from stepwell.platform.access.permission import require


def largest_group_in(actor: Actor, place: Place, today: date) -> Series | None:
    """The group with the most seats of those that go on in this place."""
    require(actor, PLAN_WEEK)
    going = Series.objects.filter(visible_sessions(actor), place=place).exclude(ends_on__lte=today)
    return going.order_by("-capacity", "name").first()


def has_groups(actor: Actor, service: Service) -> bool:
    """Whether a group meets, or met, under this service."""
    require(actor, PLAN_WEEK)
    return Series.objects.filter(visible_sessions(actor), service=service).exists()
