"""What the whole of a plan stands on, and who sees to it where the care team changes.

None of the basis is owed: a plan is a plan without. What was written is written anew at any time while the stay lasts.
"""

from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from stepwell.domain.careplan.models import Basis, Objective
from stepwell.domain.careplan.queries import open_stay
from stepwell.domain.people.models import Staff
from stepwell.domain.people.permissions import NAME_CARE_TEAM
from stepwell.kernel.actor import Actor
from stepwell.kernel.drafts import is_stale, saved_meanwhile
from stepwell.kernel.errors import refuse
from stepwell.kernel.wording import clock_24
from stepwell.platform.access.permission import require
from stepwell.platform.ledger.rules import Plain
from stepwell.platform.ledger.unit import action, record

MOST_LETTERS = 4000


@action
def hand_over_objectives(*, actor: Actor, client_id: UUID, from_id: int, to: Staff, now: datetime) -> int:
    """Who sees to an objective has left the care team, and another does: what was agreed and signed stays as it is.

    Called by who names the team, who needn't write plans. How many there were.
    """
    require(actor, NAME_CARE_TEAM)
    theirs = Objective.objects.select_for_update(of=("self",)).filter(owner_id=from_id, closed_at__isnull=True)
    handed = list(theirs.filter(goal__problem__client_id=client_id, goal__problem__episode__ended_on__isnull=True))
    for one in handed:
        one.owner, one.revision = to, one.revision + 1
        one.corrected_at, one.corrected_by_id = now, actor.staff_id
        one.save(update_fields=["owner", "revision", "corrected_at", "corrected_by"])
        detail: dict[str, Plain] = {"fields": ["owner"]}
        record(actor, "objective.corrected", client_id=client_id, subject=("objective", one.pk), detail=detail)
    return len(handed)


@action
def save_basis(
    *,
    actor: Actor,
    client_id: UUID,
    strengths: str,
    barriers: str,
    seen: str,
    page: str = "",
    stays: bool = False,
    now: datetime,
) -> Basis:
    """What helps and what is in the way, for the stay that is open.

    `seen` is the revision that the page was made from; `page` names the page, which `stays` open or is left: what
    somebody else saved since is never written over unseen.
    """
    episode = open_stay(actor, client_id)
    typed = {"strengths": strengths, "barriers": barriers}
    for name, words in typed.items():
        typed[name] = words.replace("\r\n", "\n").strip()
        if len(typed[name]) > MOST_LETTERS:
            raise refuse(f"This is longer than {MOST_LETTERS} letters.", name, "Shorten it.")
    found = Basis.objects.filter(episode=episode).select_related("saved_by").first()
    basis = found or Basis(episode=episode, saved_at=now)
    saved_from = page if stays else ""
    if all(getattr(basis, name) == words for name, words in typed.items()):
        if found is not None and found.saved_from != saved_from:
            found.saved_from = saved_from
            found.save(update_fields=["saved_from"])
        return basis
    if is_stale(sent=seen, stands=str(basis.revision), page=page, saved_from=basis.saved_from):
        by = basis.saved_by
        at = clock_24(basis.saved_at, ZoneInfo(episode.client.site.zone))
        raise saved_meanwhile(by.name if by else "Somebody", is_own=basis.saved_by_id == actor.staff_id, at=at)
    for name, words in typed.items():
        setattr(basis, name, words)
    basis.revision += 1
    basis.saved_at, basis.saved_by_id, basis.saved_from = now, actor.staff_id, saved_from
    basis.save()
    record(actor, "plan_basis.saved", client_id=episode.client_id, subject=("episode", episode.pk))
    return basis
