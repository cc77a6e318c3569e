"""Reads of check-ins."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Avg, Count
from django.db.models.functions import ExtractHour, ExtractIsoWeekDay

from stepwell.domain.checkins.models import CheckIn, CheckInLink
from stepwell.domain.checkins.permissions import CHECK_IN, SEE_CHECK_IN, VIEW_CHECK_INS, visible_check_ins
from stepwell.domain.checkins.rules import digest_of
from stepwell.domain.contact.models import SafeContact
from stepwell.domain.people.models import Client
from stepwell.domain.people.permissions import visible_ids
from stepwell.domain.people.queries import find_client
from stepwell.kernel.actor import Actor
from stepwell.kernel.errors import NotFound
from stepwell.platform.access.permission import require
from stepwell.platform.ledger.unit import record_list_read, record_read

# Ours: long enough for a pattern, short enough to be about now.
HEAT_WINDOW = timedelta(weeks=12)


def check_ins_of(actor: Actor, client: Client, *, most: int = 30) -> Sequence[CheckIn]:
    """One client's check-ins, newest first. Written down, unless they are one's own. Raises `NotFound`."""
    client = find_client(actor, client.pk, VIEW_CHECK_INS)
    found = list(
        CheckIn.objects.filter(visible_check_ins(actor), client=client)
        .select_related("seen_by")
        .order_by("-said_at")[:most]
    )
    record_read(actor, "check_ins", client.pk)
    return found


def unseen_check_ins(actor: Actor, *, now: datetime, most: int = 50) -> Sequence[CheckIn]:
    """What came in during the last week and nobody has looked at, newest first. Written down as a list read."""
    require(actor, VIEW_CHECK_INS)
    found = list(
        CheckIn.objects.filter(visible_check_ins(actor), seen_at__isnull=True, received_at__gt=now - timedelta(days=7))
        .select_related("client__site")
        .order_by("-said_at")[:most]
    )
    record_list_read(actor, "check_ins", [check_in.client_id for check_in in found])
    return found


def own_last_check_in(actor: Actor) -> CheckIn | None:
    """The client's own last one: "since Monday, 8:40 pm"."""
    require(actor, CHECK_IN)
    return CheckIn.objects.filter(visible_check_ins(actor)).order_by("-said_at").first()


def find_check_in(actor: Actor, check_in_id: UUID) -> CheckIn:
    """One check-in to act on, locked. Raises `NotFound`."""
    require(actor, SEE_CHECK_IN)
    mine = visible_check_ins(actor) & visible_ids(actor, SEE_CHECK_IN)
    found = CheckIn.objects.select_for_update(of=("self",)).filter(mine, pk=check_in_id).first()
    if found is None:
        kept = CheckIn.objects.filter(pk=check_in_id).values_list("client_id", flat=True).first()
        raise NotFound("check-in", kept)
    return found


def open_link(token: str, now: datetime) -> CheckInLink | None:
    """The link of this token while it can be used. None for one that is used, over or unknown, and for somebody who
    has said since that contact isn't safe: all look the same. It is no look at anybody's record.
    """
    found = CheckInLink.objects.filter(digest=digest_of(token), used_at__isnull=True, ends_at__gt=now)
    link = found.select_related("client__site").first()
    return None if link is None or is_unsafe(link) else link


def is_unsafe(link: CheckInLink) -> bool:
    """Whether its client has said that contact isn't safe: then it opens nothing."""
    return SafeContact.objects.filter(client_id=link.client_id, ended_at__isnull=True, is_unsafe=True).exists()


@dataclass(frozen=True, slots=True)
class CravingHour:
    """One hour of one weekday (Monday 0) on the site's clock: how often cravings were told then, and their mean."""

    weekday: int
    hour: int
    mean: float
    times: int


def cravings_by_hour(actor: Actor, client: Client, now: datetime) -> list[CravingHour]:
    """When in the week cravings were told, in the last twelve weeks. One statement, however many; an hour without any
    isn't there. Written down. Raises `NotFound`.
    """
    client = find_client(actor, client.pk, VIEW_CHECK_INS)
    record_read(actor, "check_ins", client.pk)
    zone = ZoneInfo(client.site.zone)
    told = CheckIn.objects.filter(visible_check_ins(actor), client=client, said_at__gt=now - HEAT_WINDOW)
    hours = told.annotate(
        weekday=ExtractIsoWeekDay("said_at", tzinfo=zone), hour=ExtractHour("said_at", tzinfo=zone)
    ).values_list("weekday", "hour")
    counted = hours.annotate(mean=Avg("craving"), times=Count("pk")).order_by("weekday", "hour")
    return [CravingHour(weekday - 1, hour, float(mean), times) for weekday, hour, mean, times in counted]
