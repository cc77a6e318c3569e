"""Writing an assessment: the draft, what is taken over from a referral, the signature, and what is added later."""

from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from stepwell.domain.admissions.actions.way import mark_assessed
from stepwell.domain.admissions.models import Enquiry
from stepwell.domain.assessment.models import Addendum, Assessment, Diagnosis, TakenItem
from stepwell.domain.assessment.permissions import SIGN_ASSESSMENT, WRITE_ASSESSMENT
from stepwell.domain.assessment.queries import find_enquiry_to_assess, find_offer, token_of
from stepwell.domain.assessment.rules.completion import diagnoses, missing
from stepwell.domain.assessment.rules.content import Content, as_stored, of_stored
from stepwell.domain.people.models import Staff
from stepwell.kernel import clock
from stepwell.kernel.actor import Actor
from stepwell.kernel.coding import ICD_10_CM
from stepwell.kernel.drafts import is_stale, saved_meanwhile
from stepwell.kernel.errors import Refused, refuse
from stepwell.kernel.wording import clock_12, short_date
from stepwell.platform.ledger.unit import action, record


@action
def save_assessment(
    *,
    actor: Actor,
    enquiry_id: UUID,
    content: Content,
    token: str,
    page: str = "",
    stays: bool = False,
    now: datetime,
) -> Assessment:
    """Keep the draft, complete or not.

    `token` is the state that the page was made from (`queries.token_of`): what was saved or signed since, by somebody
    else or in another window, is never written over unseen. `page` names the page: what it saved by itself doesn't
    make it stale. It `stays` open, or is left: what a page still had on its way when it was left comes too late.
    """
    enquiry = find_enquiry_to_assess(actor, enquiry_id, WRITE_ASSESSMENT)
    kept = _draft(enquiry)
    stored, saved_from = as_stored(content), page if stays else ""
    if kept is not None and kept.content == stored:
        kept.saved_from = saved_from
        kept.save(update_fields=["saved_from"])
        return kept
    if kept is not None and is_stale(sent=token, stands=token_of(kept), page=page, saved_from=kept.saved_from):
        raise _saved_meanwhile(actor, enquiry, kept)
    assessment = kept or Assessment(client_id=enquiry.client_id, enquiry=enquiry)
    assessment.content, assessment.saved_from = stored, saved_from
    _keep(actor, assessment, now)
    return assessment


@action
def take_over(*, actor: Actor, enquiry_id: UUID, item_id: int, now: datetime) -> TakenItem:
    """Write one thing that a referrer sent into its section, with its source. Twice is once."""
    enquiry = find_enquiry_to_assess(actor, enquiry_id, WRITE_ASSESSMENT)
    assessment = _draft(enquiry) or Assessment(client_id=enquiry.client_id, enquiry=enquiry)
    offer = find_offer(actor, enquiry, item_id)
    if assessment.revision and (before := assessment.taken.filter(item_id=item_id).first()):
        return before
    assessment.content = as_stored(of_stored(assessment.content).with_words(offer.section, offer.line))
    _keep(actor, assessment, now)
    taken = TakenItem.objects.create(
        assessment=assessment,
        item_id=item_id,
        section=offer.section,
        words=offer.words,
        source=offer.source,
        taken_by_id=actor.staff_id,
        taken_at=now,
    )
    subject = ("assessment", assessment.pk)
    record(actor, "assessment.taken_over", client_id=enquiry.client_id, subject=subject, detail={"item": item_id})
    return taken


@action
def sign_assessment(*, actor: Actor, enquiry_id: UUID, assessment_id: UUID, revision: int, now: datetime) -> Assessment:
    """The saved draft is signed, for good, if nothing is missing. Twice is once.

    `revision` is the one that was read: a draft that changed since isn't signed unread.
    """
    enquiry = find_enquiry_to_assess(actor, enquiry_id, SIGN_ASSESSMENT)
    assessment = Assessment.objects.filter(enquiry=enquiry).select_related("saved_by", "signed_by").first()
    if assessment is None or assessment.pk != assessment_id:
        raise refuse("Nothing is saved yet.", mend="Save first.")
    if assessment.signed_at is not None and assessment.signed_by_id == actor.staff_id:
        return assessment
    _check_open(enquiry, assessment)
    if assessment.revision != revision:
        raise _saved_meanwhile(actor, enquiry, assessment)
    content = of_stored(assessment.content)
    if found := missing(content, clock.day_at(now, ZoneInfo(enquiry.site.zone))):
        raise Refused(*found)
    said = diagnoses(content)
    Diagnosis.objects.bulk_create(
        Diagnosis(
            assessment=assessment,
            position=position,
            substance=one.substance,
            system=ICD_10_CM,
            code=one.code,
            display=one.display,
            certainty=one.certainty,
            detail=one.detail,
        )
        for position, one in enumerate(said, 1)
    )
    signer = Staff.objects.get(account_id=actor.account_id)
    assessment.signed_by, assessment.signed_at, assessment.signed_as = signer, now, _signature(signer)
    assessment.save(update_fields=["signed_by", "signed_at", "signed_as"])
    subject = ("assessment", assessment.pk)
    record(actor, "assessment.signed", client_id=enquiry.client_id, subject=subject, detail={"diagnoses": len(said)})
    if enquiry.started_at is None and enquiry.closed_at is None:
        mark_assessed(actor=actor, enquiry_id=enquiry.pk, now=now)
    return assessment


@action
def add_addendum(*, actor: Actor, enquiry_id: UUID, words: str, now: datetime) -> Addendum:
    """Add to a signed assessment: what is signed stays, this stands below it. The same words again are sent twice."""
    enquiry = find_enquiry_to_assess(actor, enquiry_id, WRITE_ASSESSMENT)
    assessment = Assessment.objects.filter(enquiry=enquiry, signed_at__isnull=False).first()
    if assessment is None:
        raise refuse("This assessment isn't signed yet.", "addendum", "Write it in the assessment itself.")
    if not words.strip():
        raise refuse("The addendum is empty.", "addendum", "Write what is to be added.")
    last = assessment.addenda.order_by("-added_at", "-pk").first()
    if last is not None and (last.added_by_id, last.words) == (actor.staff_id, words.strip()):
        return last
    author = Staff.objects.get(account_id=actor.account_id)
    added = Addendum.objects.create(
        assessment=assessment, words=words.strip(), added_by=author, added_as=_signature(author), added_at=now
    )
    subject = ("assessment", assessment.pk)
    record(actor, "assessment.added_to", client_id=enquiry.client_id, subject=subject, detail={"addendum": added.pk})
    return added


def _draft(enquiry: Enquiry) -> Assessment | None:
    """What can still be written on. The enquiry's lock holds it still."""
    kept = Assessment.objects.filter(enquiry=enquiry).select_related("saved_by", "signed_by").first()
    _check_open(enquiry, kept)
    return kept


def _check_open(enquiry: Enquiry, kept: Assessment | None) -> None:
    if kept is not None and kept.signed_at is not None:
        on, at = _moment(enquiry, kept.signed_at)
        raise refuse(
            f"{kept.signed_as} signed this assessment on {on} at {at}. Yours is not saved.",
            mend="Copy what you typed, open the assessment again, and add it as an addendum.",
        )
    if enquiry.closed_at is not None:
        raise refuse("This enquiry is closed.", mend="A person who comes back has a new enquiry.")


def _saved_meanwhile(actor: Actor, enquiry: Enquiry, kept: Assessment) -> Refused:
    who = kept.saved_by.name if kept.saved_by else "Somebody"
    _, at = _moment(enquiry, kept.saved_at)
    return saved_meanwhile(who, is_own=kept.saved_by_id == actor.staff_id, at=at)


def _moment(enquiry: Enquiry, at: datetime) -> tuple[str, str]:
    zone = ZoneInfo(enquiry.site.zone)
    return short_date(at.astimezone(zone)), clock_12(at, zone)


def _keep(actor: Actor, assessment: Assessment, now: datetime) -> None:
    assessment.saved_by_id, assessment.saved_at = actor.staff_id, now
    assessment.revision += 1
    assessment.save()
    subject, detail = ("assessment", assessment.pk), {"revision": assessment.revision}
    record(actor, "assessment.saved", client_id=assessment.client_id, subject=subject, detail={**detail})


def _signature(signer: Staff) -> str:
    return ", ".join(part for part in (signer.name, signer.credentials) if part)
