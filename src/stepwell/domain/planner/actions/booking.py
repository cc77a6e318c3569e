"""Booking the individual hours of a term: each a session of somebody's own, week after week."""

from datetime import date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from stepwell.domain.people.models import Client
from stepwell.domain.planner.models import Proposal
from stepwell.domain.planner.queries.proposals import hours_to_book
from stepwell.domain.planner.queries.weekly import meetings_alone, time_of
from stepwell.domain.planner.rules.instance import HOUR_MINUTES, SLOTS_A_DAY
from stepwell.domain.planner.rules.plan import Hour
from stepwell.domain.week.actions import plan_own
from stepwell.domain.week.rules.own import MOST_WEEKS
from stepwell.kernel.actor import Actor
from stepwell.kernel.calendar import local_instant
from stepwell.kernel.clock import day_at
from stepwell.kernel.errors import refuse


def book_hours(actor: Actor, proposal: Proposal, now: datetime) -> None:
    """Every hour that it proposes, until each stay ends; what is refused for one is refused for all."""
    hours = hours_to_book(proposal)
    people = [UUID(one.person) for one in hours]
    clients = Client.objects.filter(site=proposal.site).select_related("site").in_bulk(people)
    alone = meetings_alone(proposal.site, proposal.first_on) if hours else {}
    for person, hour in zip(people, hours, strict=True):
        if person not in clients:
            raise refuse("Somebody for whom it has an hour isn't here any more.", "", "")
        if person in alone:
            raise refuse("Somebody for whom it has an hour has sessions of their own by now.", "", "")
        _book(actor, proposal, clients[person], hour, now)


def _book(actor: Actor, proposal: Proposal, client: Client, hour: Hour, now: datetime) -> None:
    # what was said since the plan was made is minded: of when who leads works, and of when they can come
    plan_own(
        actor=actor,
        client_id=client.pk,
        service_id=int(proposal.result["hour_service"]),
        leader_id=int(hour.leader),
        place_id=int(hour.room),
        first_on=_first_on(proposal, hour, now),
        starts_at_time=time_of(hour.start),
        minutes=HOUR_MINUTES,
        weeks=MOST_WEEKS,
        now=now,
    )


def _first_on(proposal: Proposal, hour: Hour, now: datetime) -> date:
    """The first day of the term that has the hour's weekday and on which it still lies ahead."""
    zone = ZoneInfo(proposal.site.zone)
    begins = max(proposal.first_on, day_at(now, zone))
    day = begins + timedelta(days=(hour.start // SLOTS_A_DAY - begins.weekday()) % 7)
    return day if local_instant(day, time_of(hour.start), zone) > now else day + timedelta(days=7)
