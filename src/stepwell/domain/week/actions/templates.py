"""What the shared block of a service begins with."""

from datetime import datetime
from zoneinfo import ZoneInfo

from stepwell.domain.people.models import Staff
from stepwell.domain.week.models import NoteTemplate
from stepwell.domain.week.queries.templates import service_to_edit
from stepwell.domain.week.rules.sections import labels_in
from stepwell.kernel.actor import Actor
from stepwell.kernel.errors import refuse
from stepwell.kernel.wording import date_and_time
from stepwell.platform.ledger.rules import Plain
from stepwell.platform.ledger.unit import action, record


@action
def save_template(
    *,
    actor: Actor,
    service_id: int,
    topic: str,
    method: str,
    shared_note: str,
    revision: int,
    now: datetime,
    sections: str = "",
) -> NoteTemplate:
    """Say it anew; empty is no template. Blocks that were begun already stay as they are. The same again is nothing.

    `sections` are what notes of people's own sessions are written in, one a line.

    `revision` is the one that was read: two who edit it at once don't overwrite each other in silence.
    """
    service = service_to_edit(actor, service_id, lock=True)
    known = NoteTemplate.objects.filter(service=service).select_related("saved_by").first()
    said = tuple(text.strip() for text in (topic, method, shared_note))
    labels = list(labels_in(sections))
    if known is not None and (*said, labels) == (known.topic, known.method, known.shared_note, known.sections):
        return known
    if (known.revision if known else 0) != revision:
        who = known.saved_by.name if known else "Somebody"
        when = f" ({date_and_time(known.saved_at, ZoneInfo(service.site.zone))})" if known else ""
        raise refuse(f"{who} saved this meanwhile{when}.", mend="Open the page anew and compare, then save yours.")
    made = known or NoteTemplate(service=service)
    made.topic, made.method, made.shared_note = said
    made.sections = labels
    made.revision += 1
    made.saved_at, made.saved_by = now, Staff.objects.get(account_id=actor.account_id)
    made.save()
    detail: dict[str, Plain] = {"site": service.site_id, "revision": made.revision}
    record(actor, "note_template.saved", subject=("service", service.pk), detail=detail)
    return made
