"""Reads of assessments: the page of one enquiry with what can be taken over, and what was signed of a person."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID
from zoneinfo import ZoneInfo

from stepwell.domain.admissions.models import Enquiry, ReferredItem
from stepwell.domain.admissions.values import ItemKind
from stepwell.domain.assessment.models import Addendum, Assessment, Diagnosis, TakenItem
from stepwell.domain.assessment.permissions import VIEW_ASSESSMENT, WRITE_ASSESSMENT, visible_to_assess
from stepwell.domain.assessment.rules.content import Content, of_stored
from stepwell.domain.assessment.rules.offers import Offer, Sent, offers
from stepwell.domain.people.models import Client
from stepwell.domain.people.permissions import visible_ids
from stepwell.kernel.actor import Actor, Permission
from stepwell.kernel.errors import NotFound
from stepwell.kernel.wording import short_date
from stepwell.platform.access.permission import require, require_at
from stepwell.platform.ledger.unit import record_read

_OFFERED = (ItemKind.CONDITION, ItemKind.MEDICATION, ItemKind.ALLERGY, ItemKind.OBSERVATION, ItemKind.ENCOUNTER)


@dataclass(frozen=True, slots=True)
class AssessmentState:
    """Everything the page shows of one enquiry. `offers` are what can still be taken over."""

    enquiry: Enquiry
    assessment: Assessment | None
    content: Content
    taken: Sequence[TakenItem]
    offers: tuple[Offer, ...]
    diagnoses: Sequence[Diagnosis]
    addenda: Sequence[Addendum]

    @property
    def token(self) -> str:
        """Names what stands now; a save that was made on another state is told so."""
        return token_of(self.assessment)

    @property
    def is_signed(self) -> bool:
        """Whether it stays as it is."""
        return self.assessment is not None and self.assessment.signed_at is not None


def token_of(assessment: Assessment | None) -> str:
    """What a page was made from: how often the draft was saved."""
    return str(assessment.revision) if assessment else "0"


def assessment_state(actor: Actor, enquiry_id: UUID, *, what: str = "assessment") -> AssessmentState:
    """The assessment of one enquiry. Written down as a look at one person's record, as `what`. Raises `NotFound`."""
    enquiry = _enquiry(actor, enquiry_id, VIEW_ASSESSMENT, lock=False)
    found = Assessment.objects.filter(enquiry=enquiry).select_related("saved_by", "signed_by").first()
    record_read(actor, what, enquiry.client_id, ("enquiry", enquiry.pk))
    if found is None:
        return AssessmentState(enquiry, None, Content(), (), _offers(enquiry, ()), (), ())
    taken = list(found.taken.select_related("taken_by").order_by("pk"))
    return AssessmentState(
        enquiry,
        found,
        of_stored(found.content),
        taken,
        () if found.signed_at else _offers(enquiry, taken),
        list(found.diagnoses.order_by("position")) if found.signed_at else (),
        list(found.addenda.order_by("added_at", "pk")) if found.signed_at else (),
    )


def find_enquiry_to_assess(actor: Actor, enquiry_id: UUID, permission: Permission) -> Enquiry:
    """One enquiry to write on, locked for the rest of the transaction. Raises `NotFound`."""
    enquiry = _enquiry(actor, enquiry_id, permission, lock=True)
    require_at(actor, permission, enquiry.site_id)
    return enquiry


def zone_to_assess(actor: Actor, enquiry_id: UUID) -> str:
    """The time zone of an enquiry whose assessment one may open. Raises `NotFound`."""
    return _enquiry(actor, enquiry_id, VIEW_ASSESSMENT, lock=False).site.zone


def find_offer(actor: Actor, enquiry: Enquiry, item_id: int) -> Offer:
    """One thing of this enquiry's referrals that can be taken over. The enquiry is one the actor has found."""
    require(actor, WRITE_ASSESSMENT)
    found = next((one for one in _offers(enquiry, ()) if one.key == item_id), None)
    if found is None:
        raise NotFound("offer")
    return found


def latest_assessment(actor: Actor, client: Client) -> Assessment | None:
    """The person's latest assessment, a draft or signed. The client is one the actor has found."""
    require(actor, VIEW_ASSESSMENT)
    mine = Assessment.objects.filter(visible_ids(actor, VIEW_ASSESSMENT), client=client).defer("content")
    return mine.order_by("-enquiry__received_at").first()


def assessment_of(actor: Actor, enquiry: Enquiry) -> tuple[bool, Assessment | None]:
    """Whether one may open the enquiry's assessment, and how far it is; the content isn't read."""
    if not actor.may(VIEW_ASSESSMENT):
        return False, None
    mine = Enquiry.objects.filter(visible_to_assess(actor, VIEW_ASSESSMENT), pk=enquiry.pk).select_related(
        "assessment__signed_by"
    )
    found = mine.defer("assessment__content").first()
    return found is not None, getattr(found, "assessment", None)


def signed_diagnoses(actor: Actor, client: Client) -> Sequence[Diagnosis]:
    """The diagnoses of the person's latest signed assessment. The client is one the actor has found."""
    require(actor, VIEW_ASSESSMENT)
    signed = Assessment.objects.filter(visible_ids(actor, VIEW_ASSESSMENT), client=client, signed_at__isnull=False)
    latest = signed.order_by("-signed_at").values("pk")[:1]
    return list(Diagnosis.objects.filter(assessment__in=latest).select_related("assessment").order_by("position"))


def _enquiry(actor: Actor, enquiry_id: UUID, permission: Permission, *, lock: bool) -> Enquiry:
    require(actor, permission)
    rows = Enquiry.objects.filter(visible_to_assess(actor, permission), pk=enquiry_id)
    rows = rows.select_related("client", "site")
    if lock:
        rows = rows.select_for_update(of=("self",))
    enquiry = rows.first()
    if enquiry is None:
        raise NotFound("enquiry", Enquiry.objects.filter(pk=enquiry_id).values_list("client_id", flat=True).first())
    return enquiry


def _offers(enquiry: Enquiry, taken: Sequence[TakenItem]) -> tuple[Offer, ...]:
    gone = {one.item_id for one in taken}
    items = ReferredItem.objects.filter(referral__enquiry=enquiry, kind__in=_OFFERED)
    items = items.select_related("referral").order_by("-referral__received_at", "kind", "-started_on", "position")
    zone = ZoneInfo(enquiry.site.zone)
    words = {(one.section, one.words.casefold()) for one in taken}
    return tuple(
        offer
        for offer in offers(_sent(item, zone) for item in items)
        if offer.key not in gone and (offer.section, offer.words.casefold()) not in words
    )


def _sent(item: ReferredItem, zone: ZoneInfo) -> Sent:
    day = short_date(item.referral.received_at.astimezone(zone))
    sender = item.referral.source_name.strip()
    return Sent(
        key=item.pk,
        kind=item.kind,
        text=item.text or item.display or item.code,
        status=item.status,
        when=_when(item),
        value=item.value,
        codings=tuple((system, code) for system, code, _ in item.codings),
        category="; ".join(value for label, value in item.detail if label == "Category"),
        source=f"from the referral of {day}" + (f", {sender}" if sender else ""),
    )


def _when(item: ReferredItem) -> str:
    began = short_date(item.started_on) if item.started_on else item.started
    ended = short_date(item.ended_on) if item.ended_on else item.ended
    if item.kind in (ItemKind.OBSERVATION, ItemKind.ENCOUNTER):
        return began
    said = (f"since {began}" if began else "", f"until {ended}" if ended else "")
    return " ".join(part for part in said if part)
