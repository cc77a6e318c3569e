"""Placing a person: screening done, the draft, the decision, and what must happen because of it."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from stepwell.domain.admissions.actions.steps import ANSWER, DECIDE, owe_steps
from stepwell.domain.admissions.models import Enquiry, Placement, PlacementNeed, PlacementRating, SeatHold
from stepwell.domain.admissions.permissions import CONFIRM_PLACEMENT, MARK_SCREENED, RATE_PLACEMENT, visible_enquiries
from stepwell.domain.admissions.queries.placement import draft_of, find_enquiry_to_place, find_need, token_of
from stepwell.domain.admissions.queries.protocol import protocols
from stepwell.domain.admissions.queries.routes import decided_route
from stepwell.domain.admissions.rules.drafting import EVALUATE_NOW, NEED_TITLES, Draft, need_kind
from stepwell.domain.admissions.rules.levels import dimensions_of
from stepwell.domain.admissions.rules.route import Route
from stepwell.domain.admissions.rules.screening import REQUIRED_INSTRUMENTS
from stepwell.domain.admissions.rules.stages import Stage
from stepwell.domain.measures.queries import completed_codes
from stepwell.domain.worklist.actions import finish_task, raise_task
from stepwell.kernel.actor import Actor
from stepwell.kernel.drafts import is_stale, saved_meanwhile
from stepwell.kernel.errors import Refused, refuse
from stepwell.kernel.wording import clock_12
from stepwell.platform.access.permission import require, require_at
from stepwell.platform.ledger.rules import Plain
from stepwell.platform.ledger.unit import action, record

# Ours: how soon a medical review should be held.
REVIEW_WITHIN = timedelta(hours=4)


@action
def mark_screened(*, actor: Actor, client_id: UUID, now: datetime) -> Enquiry | None:
    """The open enquiry is screened once every required instrument was finished since it came. None while not."""
    require(actor, MARK_SCREENED)
    enquiry = (
        Enquiry.objects.select_for_update(of=("self",))
        .filter(visible_enquiries(actor), client_id=client_id, started_at__isnull=True, closed_at__isnull=True)
        .select_related("client", "site", "owner")
        .first()
    )
    if enquiry is None or enquiry.screened_at is not None:
        return None
    finished = completed_codes(actor, [client_id], since=enquiry.received_at).get(client_id, set())
    if not finished.issuperset(REQUIRED_INSTRUMENTS):
        return None
    enquiry.screened_at = now
    enquiry.save(update_fields=["screened_at"])
    record(actor, "enquiry.screened", client_id=client_id, subject=("enquiry", enquiry.pk))
    finish_task(actor=actor, kind=ANSWER, subject_id=enquiry.pk, now=now)
    raise_task(
        actor=actor,
        site=enquiry.site,
        client=enquiry.client,
        owner=enquiry.owner,
        kind=DECIDE,
        subject_id=enquiry.pk,
        title="Placement open",
        reason="Screening is finished. Rate the six dimensions and decide on a level of care.",
        # a level can be decided from here on, before benefits are checked too: the site's hours for it begin
        due_at=protocols(actor, [enquiry.site_id])[enquiry.site_id].due_at(Stage.ASSESSED, now) or now,
        now=now,
    )
    owe_steps(actor, enquiry, now)
    return enquiry


@action
def save_placement(
    *,
    actor: Actor,
    enquiry_id: UUID,
    draft: Draft,
    token: str,
    page: str = "",
    stays: bool = False,
    now: datetime,
) -> Placement:
    """Keep the draft, complete or not, with what it suggests. Nothing is decided by it.

    `token` is the state that the page was made from (`queries.placement.token_of`): a draft that was saved since, by
    somebody else or in another window, or a decision, is never written over unseen. The same content after one's own
    decision is that decision. A draft is of one edition: one of another takes its place as a whole. `page` names the
    page: what it saved by itself doesn't make it stale. It `stays` open, or is left: what a page still had on its way
    when it was left comes too late.
    """
    require(actor, RATE_PLACEMENT)
    enquiry = find_enquiry_to_place(actor, enquiry_id)
    require_at(actor, RATE_PLACEMENT, enquiry.site_id)
    _check_open(enquiry)
    suggestion = draft.suggestion()
    draft.withdrawal()
    placements = _standing(enquiry)
    decided = next((each for each in placements if each.decided_at is not None), None)
    kept = next((each for each in placements if each.decided_at is None), None)
    if decided is not None and not token.startswith(f"{decided.pk}."):
        if decided.decided_by_id == actor.staff_id and draft_of(decided, list(decided.ratings.all())) == draft:
            return decided
        raise _decided_meanwhile(enquiry, decided)
    saved_from = page if stays else ""
    if kept is not None and draft_of(kept, list(kept.ratings.all())) == draft:
        kept.saved_from = saved_from
        kept.save(update_fields=["saved_from"])
        return kept
    stands = token_of(kept, decided)
    if kept is not None and is_stale(sent=token, stands=stands, page=page, saved_from=kept.saved_from):
        raise _saved_meanwhile(actor, enquiry, kept)
    placement = kept or Placement(client=enquiry.client, enquiry=enquiry)
    placement.suggested_level = suggestion.level.code if suggestion.level else ""
    placement.suggested_reason = suggestion.reason
    placement.is_stop = suggestion.stop
    placement.saved_from = saved_from
    _write(placement, draft)
    placement.saved_by_id, placement.saved_at, placement.revision = actor.staff_id, now, placement.revision + 1
    placement.save()
    _write_ratings(placement, draft)
    written: dict[str, Plain] = {
        "revision": placement.revision,
        "edition": placement.edition,
        "rated": len(draft.severities) + len(draft.minimums),
    }
    record(actor, "placement.saved", client_id=enquiry.client_id, subject=("placement", placement.pk), detail=written)
    return placement


@action
def confirm_placement(*, actor: Actor, enquiry_id: UUID, placement_id: UUID, revision: int, now: datetime) -> Placement:
    """The saved draft becomes the clinician's decision, for good. Twice is once; of two clinicians one is told.

    `revision` is the one that was read: a draft that changed since isn't confirmed unread.
    """
    require(actor, CONFIRM_PLACEMENT)
    enquiry = find_enquiry_to_place(actor, enquiry_id)
    require_at(actor, CONFIRM_PLACEMENT, enquiry.site_id)
    _check_open(enquiry)
    stands = _standing(enquiry)
    placement = next((each for each in stands if each.pk == placement_id), None)
    decided = next((each for each in stands if each.decided_at is not None), None)
    if placement is not None and placement.decided_at is not None and placement.decided_by_id == actor.staff_id:
        return placement
    if placement is None or placement.decided_at is not None:
        raise _decided_meanwhile(enquiry, decided) if decided else refuse("Nothing is saved yet.", mend="Save first.")
    if placement.revision != revision:
        raise _saved_meanwhile(actor, enquiry, placement)
    decision = draft_of(placement, list(placement.ratings.all())).decide()
    needs = [(need_kind(text), text) for text in decision.must_happen]
    placement.chosen_level = decision.chosen.code
    placement.reason, placement.stop_reason = decision.reason, decision.stop_reason
    placement.decided_by_id, placement.decided_at = actor.staff_id, now
    placement.save()
    detail: dict[str, Plain] = {
        "level": decision.chosen.code,
        "suggested": placement.suggested_level,
        "edition": placement.edition,
        "differs": decision.differs,
    }
    record(
        actor, "placement.confirmed", client_id=enquiry.client_id, subject=("placement", placement.pk), detail=detail
    )
    if enquiry.placed_at is None:
        enquiry.placed_at = now
        enquiry.save(update_fields=["placed_at"])
    finish_task(actor=actor, kind=DECIDE, subject_id=enquiry.pk, now=now)
    _free_seat(actor, enquiry, now)
    owe_steps(actor, enquiry, now)
    _raise_needs(actor, enquiry, placement, needs, now)
    return placement


@action
def meet_need(*, actor: Actor, need_id: int, note: str, now: datetime) -> PlacementNeed:
    """What had to happen has happened, and a clinician says what was found. The first one stands."""
    require(actor, CONFIRM_PLACEMENT)
    need = find_need(actor, need_id)
    require_at(actor, CONFIRM_PLACEMENT, need.placement.enquiry.site_id)
    if need.met_at is not None:
        return need
    if not note.strip():
        raise refuse("The note is empty.", f"need_{need.pk}", "Write who saw the person, and what was found.")
    if "\x00" in note:
        mend = "Type it anew; what was pasted brought it along."
        raise refuse("The note holds a sign that isn't text.", f"need_{need.pk}", mend)
    need.note, need.met_by_id, need.met_at = note.strip(), actor.staff_id, now
    need.save(update_fields=["note", "met_by", "met_at"])
    placement = need.placement
    record(actor, "placement.need_met", client_id=placement.client_id, subject=("placement", placement.pk))
    finish_task(actor=actor, kind=need.kind, subject_id=placement.enquiry_id, now=now)
    return need


def _standing(enquiry: Enquiry) -> Sequence[Placement]:
    """The enquiry's placements, newest decision first. The enquiry's lock holds them still."""
    placements = Placement.objects.filter(enquiry=enquiry).select_related("saved_by", "decided_by")
    return list(placements.prefetch_related("ratings").order_by("-decided_at"))


def _check_open(enquiry: Enquiry) -> None:
    if enquiry.closed_at is not None:
        raise refuse("This enquiry is closed.", mend="Reopen it first, and say why.")


def _decided_meanwhile(enquiry: Enquiry, decided: Placement) -> Refused:
    who = decided.decided_by.name if decided.decided_by else "Somebody"
    at = clock_12(decided.decided_at, ZoneInfo(enquiry.site.zone)) if decided.decided_at else ""
    return refuse(
        f"{who} confirmed a placement at {at}, after you opened this page. Yours is not saved.",
        mend="Read that decision. If yours still differs, save again: it becomes a new placement.",
    )


def _saved_meanwhile(actor: Actor, enquiry: Enquiry, kept: Placement) -> Refused:
    who = kept.saved_by.name if kept.saved_by else "Somebody"
    at = clock_12(kept.saved_at, ZoneInfo(enquiry.site.zone))
    return saved_meanwhile(who, is_own=kept.saved_by_id == actor.staff_id, at=at)


def _free_seat(actor: Actor, enquiry: Enquiry, now: datetime) -> None:
    """A seat that was held for somebody who needs more care than is here is anybody's again."""
    held = SeatHold.objects.filter(enquiry=enquiry, released_at__isnull=True)
    _, route, _ = decided_route(enquiry)
    if route is Route.MORE and held.update(released_at=now):
        record(actor, "seat.released", client_id=enquiry.client_id, subject=("enquiry", enquiry.pk))


def _write(placement: Placement, draft: Draft) -> None:
    placement.edition = draft.edition.value
    placement.uses_alcohol_or_benzodiazepine = draft.uses_alcohol_or_benzodiazepine
    placement.seizure_or_dt_history = draft.seizure_or_dt_history
    placement.ciwa_ar = draft.ciwa_ar
    placement.chosen_level = draft.chosen_level
    placement.reason, placement.stop_reason = draft.reason, draft.stop_reason


def _write_ratings(placement: Placement, draft: Draft) -> None:
    PlacementRating.objects.bulk_create(
        [
            PlacementRating(
                placement=placement,
                dimension=each.value,
                severity=draft.severities.get(each.value),
                codes=draft.codes.get(each.value, ""),
                minimum=draft.minimums.get(each.value, ""),
                evidence=draft.evidence.get(each.value, ""),
            )
            for each in dimensions_of(draft.edition)
        ],
        update_conflicts=True,
        unique_fields=["placement", "dimension"],
        update_fields=["severity", "codes", "minimum", "evidence"],
    )


def _raise_needs(
    actor: Actor, enquiry: Enquiry, placement: Placement, needs: Sequence[tuple[str, str]], now: datetime
) -> None:
    """What the decision doesn't settle becomes work; a stop stays on top of Today until somebody says more."""
    PlacementNeed.objects.bulk_create(
        [PlacementNeed(placement=placement, kind=kind, text=text) for kind, text in needs]
    )
    for kind, text in needs:
        is_stop = kind == EVALUATE_NOW
        raise_task(
            actor=actor,
            site=enquiry.site,
            client=enquiry.client,
            kind=kind,
            subject_id=enquiry.pk,
            title=NEED_TITLES[kind],
            reason=text[:200],
            is_safety=is_stop,
            due_at=now if is_stop else now + REVIEW_WITHIN,
            now=now,
        )
