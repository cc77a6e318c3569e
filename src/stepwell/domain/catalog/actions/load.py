"""What somebody takes on at a site: hours with people, people, and what they may lead."""

from stepwell.domain.catalog.actions.checks import check_site
from stepwell.domain.catalog.models import StaffLoad
from stepwell.domain.catalog.queries import credentials_asked
from stepwell.domain.catalog.rules.load import Load, check_load
from stepwell.domain.people.models import Site
from stepwell.domain.people.queries import administered
from stepwell.kernel.actor import Actor
from stepwell.kernel.errors import NotFound
from stepwell.platform.ledger.unit import action, record


@action
def say_load(*, actor: Actor, site: Site, staff_id: int, load: Load) -> StaffLoad:
    """It holds from now on, for who plans and for the planner. The same again changes nothing."""
    check_site(actor, site)
    staff = administered(actor, staff_id)
    if not staff.posts.filter(site=site).exists():
        raise NotFound("staff")
    known = StaffLoad.objects.select_for_update(no_key=True).filter(site=site, staff=staff).first()
    # what no service asks for any more stays with who has it
    check_load(load, {*credentials_asked(site), *(known.credentials if known else ())})
    if known is not None and known.said == load:
        return known
    row = known or StaffLoad(site=site, staff=staff)
    row.weekly_minutes, row.caseload, row.credentials = load.weekly_minutes, load.caseload, sorted(load.credentials)
    row.languages = list(load.languages)
    row.save()
    record(actor, "staff_load.said", subject=("staff load", row.pk), detail={"staff": staff.pk, "site": site.pk})
    return row
