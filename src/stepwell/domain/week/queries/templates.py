"""Templates of shared blocks, for who edits them. Nothing of anybody, so no ledger rows."""

from collections.abc import Sequence

from stepwell.domain.catalog.models import Service
from stepwell.domain.week.models import NoteTemplate, Series
from stepwell.domain.week.permissions import EDIT_TEMPLATE
from stepwell.kernel.actor import Actor
from stepwell.kernel.errors import NotFound
from stepwell.platform.access.permission import require


def services_with_templates(actor: Actor) -> Sequence[Service]:
    """The services of one's sites with their templates, by site and name. One query."""
    require(actor, EDIT_TEMPLATE)
    here = Service.objects.filter(site_id__in=actor.sites_for(EDIT_TEMPLATE))
    return list(here.select_related("site", "note_template__saved_by").order_by("site__name", "name"))


def service_to_edit(actor: Actor, service_id: int, *, lock: bool = False) -> Service:
    """One service with its template. Raises `NotFound`."""
    require(actor, EDIT_TEMPLATE)
    here = Service.objects.filter(site_id__in=actor.sites_for(EDIT_TEMPLATE), pk=service_id)
    if lock:
        here.select_for_update(no_key=True).first()
    service = here.select_related("site", "note_template__saved_by").first()
    if service is None:
        raise NotFound("service")
    return service


def labels_of(series: Series) -> list[str]:
    """The sections that notes of a series are written in, as its service's template has them; none where it says
    nothing. One query.
    """
    found = NoteTemplate.objects.filter(service_id=series.service_id).values_list("sections", flat=True).first()
    return list(found or ())
