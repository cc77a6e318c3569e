"""Kinds of hours: the starting set, one more, one changed."""

from stepwell.domain.catalog.actions.checks import check_site, named
from stepwell.domain.catalog.models import Service
from stepwell.domain.catalog.queries import service_to_set_up
from stepwell.domain.catalog.rules.services import STARTING_SET, ServiceKind, check_service
from stepwell.domain.people.models import Site
from stepwell.kernel.actor import Actor
from stepwell.kernel.errors import refuse
from stepwell.platform.ledger.unit import action, record


@action
def add_service(
    *,
    actor: Actor,
    site: Site,
    name: str,
    kind: str = ServiceKind.GROUP,
    code: str = "",
    credential: str = "",
    counts: bool = True,
) -> Service:
    """A kind of hour. One of that name that is there already stays as it is."""
    check_site(actor, site)
    what, billed, needs = check_service(kind, code, credential)
    said = {"kind": what.value, "code": billed, "credential": needs, "counts": counts}
    service, fresh = Service.objects.get_or_create(site=site, name=named(name), defaults=said)
    if fresh:
        record(actor, "service.added", subject=("service", service.pk))
    return service


@action
def take_starting_set(*, actor: Actor, site: Site) -> int:
    """The kinds of hours that many programs have, those that aren't there yet; returns how many came."""
    check_site(actor, site)
    before = Service.objects.filter(site=site).count()
    for one in STARTING_SET:
        add_service(
            actor=actor,
            site=site,
            name=one.name,
            kind=one.kind,
            code=one.code,
            credential=one.credential,
            counts=one.counts,
        )
    return Service.objects.filter(site=site).count() - before


@action
def change_service(
    *, actor: Actor, service_id: int, name: str, kind: str, code: str, credential: str, counts: bool, is_open: bool
) -> Service:
    """Another name, code or credential, or closed to new groups. Whether it counts is asked of the week before
    (`workflows.program`): minutes that groups gave stay what they were.
    """
    service = service_to_set_up(actor, service_id)
    what, billed, needs = check_service(kind, code, credential)
    kept = named(name)
    if Service.objects.filter(site_id=service.site_id, name=kept).exclude(pk=service.pk).exists():
        raise refuse(f"There is a {kept} already.", "name", "Choose another name.")
    said = {
        "name": kept,
        "kind": what.value,
        "code": billed,
        "credential": needs,
        "counts": counts,
        "is_open": is_open,
    }
    if all(getattr(service, column) == value for column, value in said.items()):
        return service
    for column, value in said.items():
        setattr(service, column, value)
    service.save(update_fields=list(said))
    detail = {"kind": what.value, "code": billed, "counts": counts, "open": is_open}
    record(actor, "service.changed", subject=("service", service.pk), detail=detail)
    return service
