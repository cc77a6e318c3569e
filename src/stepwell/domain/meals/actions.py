"""What somebody eats is written down, and a site keeps its list of diets."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from stepwell.domain.meals.models import Diet, DietLabel
from stepwell.domain.meals.permissions import KEEP_DIETS, WRITE_DIET
from stepwell.domain.meals.queries import choices_for, diets_at, site_of_diets
from stepwell.domain.meals.rules import FIRST_DIETS, check_diet, check_label
from stepwell.domain.people.models import Client
from stepwell.domain.people.queries import find_client
from stepwell.kernel.actor import Actor
from stepwell.kernel.errors import NotAllowed, refuse
from stepwell.platform.access.permission import require
from stepwell.platform.ledger.unit import action, record


@action
def say_diet(*, actor: Actor, client_id: UUID, labels: Sequence[str], allergies: str, seen: int, now: datetime) -> Diet:
    """What they eat from now on; the same again is no new row. `seen` is the one that was read, 0 for none."""
    require(actor, WRITE_DIET)
    client = find_client(actor, client_id, WRITE_DIET)
    if actor.staff_id is None:
        raise NotAllowed(WRITE_DIET.name)
    Client.objects.select_for_update(no_key=True).get(pk=client.pk)
    last = Diet.objects.filter(client=client, until__isnull=True).first()
    kept = check_diet(labels, allergies, choices_for(client, last))
    if last is not None and (tuple(last.labels), last.allergies) == (kept.labels, kept.allergies):
        return last
    if (last.pk if last else 0) != seen:
        raise refuse("Somebody wrote this meanwhile.", mend="Open the page anew and compare, then save yours.")
    if last is not None:
        last.until = now
        last.save(update_fields=["until"])
    made = Diet.objects.create(
        client=client, labels=list(kept.labels), allergies=kept.allergies, since=now, written_by_id=actor.staff_id
    )
    record(actor, "diet.said", client_id=client.pk, subject=("diet", made.pk))
    return made


@action
def add_diet_label(*, actor: Actor, site_id: int, name: str, now: datetime) -> DietLabel:
    """One more diet in the site's list, or one that was retired again."""
    require(actor, KEEP_DIETS)
    site = site_of_diets(actor, site_id, lock=True)
    kept = check_label(name, diets_at(site))
    _own_list(site_id)
    known = DietLabel.objects.filter(site=site, name__iexact=kept).first()
    label = known or DietLabel(site=site, name=kept)
    label.retired_at = None
    label.save()
    record(actor, "diet_label.added", subject=("diet label", label.pk), detail={"site": site.pk})
    return label


@action
def retire_diet_label(*, actor: Actor, site_id: int, name: str, now: datetime) -> None:
    """Nobody is offered it any more; who has it keeps it."""
    require(actor, KEEP_DIETS)
    site = site_of_diets(actor, site_id, lock=True)
    if name not in diets_at(site):
        raise refuse("This diet isn’t in the list.", "name")
    if len(diets_at(site)) == 1:
        raise refuse("It is the last one.", "name", "Add another first.")
    _own_list(site_id)
    label = DietLabel.objects.get(site=site, name=name)
    label.retired_at = now
    label.save(update_fields=["retired_at"])
    record(actor, "diet_label.retired", subject=("diet label", label.pk), detail={"site": site.pk})


def _own_list(site_id: int) -> None:
    """A site that changes our list begins with it."""
    if not DietLabel.objects.filter(site_id=site_id).exists():
        DietLabel.objects.bulk_create(DietLabel(site_id=site_id, name=name) for name in FIRST_DIETS)
