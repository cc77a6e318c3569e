"""What somebody of the staff takes on and when they work: one form, so both or nothing."""

from datetime import datetime

from stepwell.domain.availability.actions import say_working_times
from stepwell.domain.availability.rules import WorkingWeek
from stepwell.domain.catalog.actions import say_load
from stepwell.domain.catalog.rules.load import Load
from stepwell.domain.people.models import Site
from stepwell.kernel.actor import Actor
from stepwell.platform.ledger.unit import action


@action
def say_what_they_take_on(
    *, actor: Actor, site: Site, staff_id: int, load: Load, week: WorkingWeek, now: datetime
) -> None:
    """Who plans and the planner go by it from now on, and by the times from their day on."""
    say_load(actor=actor, site=site, staff_id=staff_id, load=load)
    say_working_times(actor=actor, site=site, staff_id=staff_id, week=week, now=now)
