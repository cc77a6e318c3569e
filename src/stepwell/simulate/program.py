"""A whole made-up program: several sites, each told on its own, whole or not at all.

The same for the same plan: every name, day, word and throw of the dice. Only what the database numbers by itself
(ids, and the hashes over them) differs.
"""

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from datetime import date, time, timedelta
from zoneinfo import ZoneInfo

from django.db import transaction

from stepwell.domain.people.queries import my_sites
from stepwell.domain.planreview.actions import check_site
from stepwell.domain.week.actions.runway import check_runways
from stepwell.kernel.actor import system
from stepwell.kernel.calendar import local_instant
from stepwell.kernel.errors import refuse
from stepwell.platform.ledger.models import Entry
from stepwell.platform.ledger.rules import Plain
from stepwell.platform.ledger.unit import record, unit_of_work
from stepwell.simulate.clinic import open_clinic
from stepwell.simulate.rules import draw_lives, tracks_needed
from stepwell.simulate.story import tell
from stepwell.simulate.world import living

MAKER = system("simulate")
MADE = "simulate.site_made"
COPIED = "simulate.copied"
LAST_ZONE = ZoneInfo("America/Los_Angeles")  # where a day of these sites begins last
MONTH = 365.25 / 12
MOST_CLIENTS_A_SITE = 400


@dataclass(frozen=True, slots=True)
class Plan:
    """What to make: so many people at so many sites within so many months that end where `today` begins."""

    seed: int
    sites: int
    clients: int
    months: int
    today: date

    @property
    def days(self) -> int:
        """How many days the story has."""
        return round(self.months * MONTH)

    @property
    def first_on(self) -> date:
        """The day on which the first person may ask."""
        return self.today - timedelta(days=self.days)

    def clients_of(self, site: int) -> int:
        """How many people ask at this site: as even as it goes."""
        return self.clients // self.sites + (site < self.clients % self.sites)

    def said(self) -> dict[str, Plain]:
        """The plan as the ledger holds it."""
        return {name: value if isinstance(value, int) else value.isoformat() for name, value in asdict(self).items()}


def check_plan(plan: Plan) -> None:
    """Refuse what can't be told."""
    if min(plan.sites, plan.months) < 1 or plan.clients < plan.sites:
        raise refuse("A program has a site, a client at each, and a month.", mend="Choose larger numbers.")
    if plan.clients_of(0) > MOST_CLIENTS_A_SITE:
        need = -(-plan.clients // MOST_CLIENTS_A_SITE)
        raise refuse(
            f"A site takes at most {MOST_CLIENTS_A_SITE} people.", "--clients", f"Choose at least --sites {need}."
        )
    if plan.months > 24:
        raise refuse("A story has at most 24 months.", "--months", "Choose fewer.")


def sites_made(plan: Plan) -> int:
    """How many of the plan's sites stand already. Refuses a database that holds anything else."""
    there = my_sites(MAKER)
    if any(not site.is_simulated for site in there):
        raise refuse(
            "This database holds a real program; nothing is made up beside it.",
            mend="Name another folder with STEPWELL_DATA, or another database with DATABASE_URL.",
        )
    made = list(Entry.objects.filter(actor_key=MAKER.key, verb=MADE).order_by("pk").values_list("detail", flat=True))
    if (there and not made) or any(one.get("plan") != plan.said() for one in made):
        raise refuse(
            "This database holds another made-up program.",
            mend="Give the same numbers, seed and --today again to go on with it, or name another STEPWELL_DATA.",
        )
    return len(made)


def make_site(plan: Plan, number: int, day_over: Callable[[], None]) -> None:
    """One site with its months, in one transaction: a site that was broken off while being made isn't there."""
    with transaction.atomic():
        now = local_instant(plan.today, time(0), LAST_ZONE)
        clients = plan.clients_of(number)
        lives = draw_lives(f"{plan.seed}/{number}", clients, plan.first_on, plan.days)
        clinic = open_clinic(
            seed=str(plan.seed),
            number=number,
            groups=tracks_needed(clients, plan.days),
            first_on=plan.first_on,
            today=plan.today,
            now=now,
        )
        for _ in tell(clinic, lives, plan.first_on):
            day_over()
        with living(now), unit_of_work():
            check_runways(actor=system("jobs"), site=clinic.site, now=now)
            check_site(actor=system("jobs"), site=clinic.site, now=now)
            detail: Mapping[str, Plain] = {"plan": plan.said(), "number": number}
            record(MAKER, MADE, subject=("site", clinic.site.pk), detail=detail)
