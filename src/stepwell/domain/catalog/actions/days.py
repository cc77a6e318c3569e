"""How a day goes. A change holds from a day on, and what was before stays as it was."""

from collections.abc import Sequence

from stepwell.domain.catalog.actions.checks import check_site, named
from stepwell.domain.catalog.models import DayTemplate, TemplateSegment
from stepwell.domain.catalog.queries import segments_of
from stepwell.domain.catalog.rules import DEFAULT_DAY, Segment, clinical_minutes
from stepwell.domain.people.models import Site
from stepwell.kernel.actor import Actor
from stepwell.kernel.errors import refuse
from stepwell.platform.ledger.unit import action, record


@action
def add_day_template(*, actor: Actor, site: Site, name: str, segments: Sequence[Segment] = DEFAULT_DAY) -> DayTemplate:
    """How a day goes, segment by segment."""
    check_site(actor, site)
    check_segments(segments)
    known = DayTemplate.objects.select_for_update().filter(site=site, name=named(name)).first()
    if known is not None:
        if segments_of(known) != tuple(segments):
            raise refuse("There is a day of this name already.", "name", "Choose another name.")
        return known
    template = DayTemplate.objects.create(site=site, name=named(name))
    TemplateSegment.objects.bulk_create(
        TemplateSegment(
            template=template, position=position, label=one.label, minutes=one.minutes, is_clinical=one.clinical
        )
        for position, one in enumerate(segments, start=1)
    )
    record(actor, "day_template.added", subject=("day template", template.pk))
    return template


def check_segments(segments: Sequence[Segment]) -> None:
    """A day of breaks alone counts nothing."""
    if not clinical_minutes(segments):
        raise refuse("A day needs a clinical segment.", "segments", "Breaks and meals alone don't count.")
