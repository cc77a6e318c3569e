"""Reads of one enquiry: the person, what arrived, and how far screening and placement are."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.db.models import Count, F, QuerySet, Window
from django.db.models.functions import RowNumber

from stepwell.domain.admissions.models import (
    Closing,
    ContactAttempt,
    EducationHour,
    Enquiry,
    InterimService,
    Referral,
    ReferredItem,
)
from stepwell.domain.admissions.permissions import (
    GIVE_INTERIM,
    MARK_ASSESSED,
    RATE_PLACEMENT,
    START_EPISODE,
    VIEW_ENQUIRY,
    WORK_ENQUIRY,
    visible_enquiries,
)
from stepwell.domain.admissions.queries.education import hours_of
from stepwell.domain.admissions.queries.pipeline import due_at_of, source_words
from stepwell.domain.admissions.queries.protocol import protocols
from stepwell.domain.admissions.queries.standing import Standing, standings, with_facts
from stepwell.domain.admissions.rules.newcomer import address_of, person_of
from stepwell.domain.admissions.rules.route import Route
from stepwell.domain.admissions.rules.screening import REQUIRED_INSTRUMENTS
from stepwell.domain.admissions.rules.stages import Stage
from stepwell.domain.admissions.rules.targets import late_by
from stepwell.domain.admissions.rules.words import date_words, masked
from stepwell.domain.admissions.values import ItemKind, PersonRecord
from stepwell.domain.measures.models import Administration
from stepwell.domain.measures.permissions import ANSWER
from stepwell.domain.measures.rules import load_instrument
from stepwell.domain.people.models import Client
from stepwell.domain.people.permissions import visible_clients
from stepwell.kernel.actor import Actor
from stepwell.kernel.coding import Coding
from stepwell.kernel.errors import NotFound
from stepwell.kernel.wording import span_words
from stepwell.platform.access.permission import require
from stepwell.platform.ledger.unit import record_read

SHOWN = 10
PER_PAGE = 50
LABELS = {
    ItemKind.CONDITION: ("Conditions", "heart"),
    ItemKind.MEDICATION: ("Medication", "pill"),
    ItemKind.ALLERGY: ("Allergies", "alert"),
    ItemKind.OBSERVATION: ("Observations", "flask"),
    ItemKind.ENCOUNTER: ("Encounters", "building"),
    ItemKind.COVERAGE: ("Coverage", "shield"),
}


@dataclass(frozen=True, slots=True)
class ItemLine:
    """One thing that arrived, as a line to read."""

    text: str
    when: str
    value: str
    status: str
    code: str
    detail: tuple[tuple[str, str], ...]
    source: str


@dataclass(frozen=True, slots=True)
class KindShown:
    """The items of one kind: how many, and the latest."""

    kind: ItemKind
    label: str
    icon: str
    count: int
    latest: tuple[ItemLine, ...]

    @property
    def more(self) -> bool:
        """Whether there are others than the latest."""
        return self.count > len(self.latest)


@dataclass(frozen=True, slots=True)
class Screen:
    """One required instrument: its last result, or that it is still to do."""

    code: str
    title: str
    result: Administration | None
    flags: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ReferralShown:
    """One referral with what it brought."""

    referral: Referral
    person: PersonRecord
    born: str
    address: str
    numbers: tuple[tuple[str, str], ...]
    kinds: tuple[KindShown, ...]
    unplaced: tuple[tuple[str, int], ...]

    @property
    def unplaced_count(self) -> int:
        """How many resources have no place yet."""
        return sum(count for _, count in self.unplaced)


@dataclass(frozen=True, slots=True)
class EnquirySheet:
    """The page of one enquiry."""

    enquiry: Enquiry
    client: Client
    source: str
    standing: Standing
    waited: str
    screens: tuple[Screen, ...]
    referrals: tuple[Referral, ...]
    shown: ReferralShown | None
    may_screen: bool
    may_place: bool
    may_start: bool
    may_see_chart: bool
    may_work: bool
    may_assess: bool
    closing: Closing | None
    attempts: tuple[ContactAttempt, ...]
    late: str
    may_give: bool
    education: tuple[EducationHour, ...]
    interims: tuple[InterimService, ...]

    @property
    def is_open(self) -> bool:
        """Whether it has ended neither with a start nor without one."""
        return not self.standing.facts.admitted and self.enquiry.closed_at is None

    @property
    def asks_arrival(self) -> bool:
        """They were handed over, and nobody knows yet whether they arrived."""
        closing = self.closing
        return closing is not None and closing.arrives_on is not None and closing.arrived is None

    @property
    def is_to_hand_over(self) -> bool:
        """Whether a handover is the next step, for who may."""
        away = self.standing.facts.leads_away and not self.standing.facts.is_to_teach
        return self.is_open and self.may_work and away and not self.standing.says_died

    @property
    def is_to_teach(self) -> bool:
        """Whether early-intervention education is the next step, for who may."""
        to_teach = self.standing.facts.is_to_teach and not self.standing.says_died
        return self.is_open and self.may_give and to_teach

    @property
    def gives_meanwhile(self) -> bool:
        """Whether somebody who can't start yet is given something, by who may."""
        return self.is_open and self.may_give

    @property
    def shows_education(self) -> bool:
        """Whether any was offered, or is to be."""
        return bool(self.education) or self.is_to_teach

    @property
    def next_screen(self) -> Screen | None:
        """The first instrument to do, for who may; none for a person who is said to have died."""
        if not self.is_open or not self.may_screen or self.standing.says_died:
            return None
        if self.standing.stage is not Stage.ENQUIRY:
            return None
        return next((screen for screen in self.screens if screen.result is None), None)

    @property
    def is_to_place(self) -> bool:
        """Whether placement is the next step, for who may."""
        to_place = self.standing.stage in (Stage.SCREENED, Stage.BENEFITS, Stage.ASSESSED)
        return self.is_open and self.may_place and not self.standing.says_died and to_place

    @property
    def is_to_start(self) -> bool:
        """Whether the start is the next step, for who may."""
        to_start = self.standing.stage in (Stage.PLACED, Stage.SCHEDULED)
        to_start = to_start and self.standing.facts.route is not Route.MORE
        return self.is_open and self.may_start and not self.standing.says_died and to_start


def find_enquiry(actor: Actor, enquiry_id: UUID, *, lock: bool = False) -> Enquiry:
    """One enquiry for an action, with its client; with `lock`, nobody else's meanwhile. Raises `NotFound`."""
    require(actor, VIEW_ENQUIRY)
    rows = Enquiry.objects.select_for_update(of=("self",)) if lock else Enquiry.objects.all()
    return _visible(actor, enquiry_id, rows.select_related("client__site", "site"))


def get_enquiry(actor: Actor, enquiry_id: UUID, now: datetime, referral_id: UUID | None = None) -> EnquirySheet:
    """Everything the page shows, the referral named or else the newest. Written down. Raises `NotFound`."""
    require(actor, VIEW_ENQUIRY)
    enquiry = _visible(actor, enquiry_id, with_facts(Enquiry.objects.all()))
    record_read(actor, "enquiry", enquiry.client_id, ("enquiry", enquiry.pk))
    referrals = tuple(enquiry.referrals.select_related("received_by").order_by("-received_at", "pk"))
    shown = next((referral for referral in referrals if referral_id in (None, referral.pk)), None)
    if shown is None and referral_id is not None:
        raise NotFound("referral")
    standing = standings(actor, [enquiry])[enquiry.pk]
    chart = Client.objects.filter(visible_clients(actor), pk=enquiry.client_id).exists()
    late = late_by(due_at_of(enquiry, standing, protocols(actor, [enquiry.site_id])[enquiry.site_id]), now)
    return EnquirySheet(
        enquiry=enquiry,
        client=enquiry.client,
        source=source_words(enquiry.source, enquiry.source_name),
        standing=standing,
        waited=span_words(now - enquiry.received_at),
        screens=tuple(_screen(code, standing) for code in REQUIRED_INSTRUMENTS),
        referrals=referrals,
        shown=_shown(shown) if shown else None,
        may_screen=chart and actor.may(ANSWER),
        may_place=chart and actor.may(RATE_PLACEMENT),
        may_start=chart and actor.may(START_EPISODE),
        may_see_chart=chart,
        may_work=enquiry.site_id in actor.sites_for(WORK_ENQUIRY),
        may_assess=enquiry.site_id in actor.sites_for(MARK_ASSESSED),
        closing=enquiry.closings.select_related("closed_by", "reopened_by").order_by("-closed_at").first(),
        attempts=tuple(enquiry.attempts.select_related("tried_by").order_by("-tried_at")[:SHOWN]),
        late=span_words(late) if late else "",
        may_give=enquiry.site_id in actor.sites_for(GIVE_INTERIM),
        education=hours_of(actor, enquiry),
        interims=tuple(enquiry.interims.select_related("given_by").order_by("-given_on", "-recorded_at")[:SHOWN]),
    )


def items_of_kind(
    actor: Actor, enquiry_id: UUID, referral_id: UUID, kind: ItemKind, page: str
) -> tuple[Enquiry, KindShown, Page[ReferredItem], tuple[ItemLine, ...]]:
    """All items of one kind, a page at a time, the latest first. Written down. Raises `NotFound`."""
    require(actor, VIEW_ENQUIRY)
    enquiry = _visible(actor, enquiry_id, Enquiry.objects.select_related("client", "site"))
    if not enquiry.referrals.filter(pk=referral_id).exists():
        raise NotFound("referral")
    record_read(actor, "referred_items", enquiry.client_id, ("enquiry", enquiry.pk))
    rows = ReferredItem.objects.filter(referral__enquiry=enquiry, referral_id=referral_id, kind=kind.value)
    shown = Paginator(rows.order_by(F("started_on").desc(nulls_last=True), "position"), PER_PAGE).get_page(page)
    label, icon = LABELS[kind]
    lines = tuple(_line(item) for item in shown.object_list)
    return enquiry, KindShown(kind, label, icon, shown.paginator.count, ()), shown, lines


def _visible(actor: Actor, enquiry_id: UUID, rows: QuerySet[Enquiry]) -> Enquiry:
    enquiry = rows.filter(visible_enquiries(actor), pk=enquiry_id).first()
    if enquiry is None:
        raise NotFound("enquiry", Enquiry.objects.filter(pk=enquiry_id).values_list("client_id", flat=True).first())
    return enquiry


def _screen(code: str, standing: Standing) -> Screen:
    result = standing.results.get(code)
    flags = tuple(str(flag.get("reason", "")) for flag in result.flags) if result else ()
    return Screen(code, load_instrument(code).title, result, flags)


def _shown(referral: Referral) -> ReferralShown:
    person = person_of(referral.person)
    return ReferralShown(
        referral=referral,
        person=person,
        born=date_words(person.birth.text) if person.birth else "",
        address=address_of(person),
        numbers=tuple((number.system or "not said whose", masked(number.value)) for number in person.identifiers),
        kinds=_kinds(referral),
        unplaced=tuple((str(name), int(count)) for name, count in referral.unplaced),
    )


def _kinds(referral: Referral) -> tuple[KindShown, ...]:
    """Counts by kind, and the latest of each: two queries."""
    counts = dict(referral.items.values_list("kind").annotate(Count("pk")).order_by())
    newest_first = [F("started_on").desc(nulls_last=True), F("position").asc()]
    place = Window(RowNumber(), partition_by=F("kind"), order_by=newest_first)
    latest: dict[str, list[ItemLine]] = {}
    ranked = referral.items.annotate(place=place).filter(place__lte=SHOWN).order_by("kind", "place")
    for item in ranked:
        latest.setdefault(item.kind, []).append(_line(item))
    return tuple(
        KindShown(kind, *LABELS[kind], counts.get(kind.value, 0), tuple(latest.get(kind.value, ())))
        for kind in ItemKind
    )


def _line(item: ReferredItem) -> ItemLine:
    when = date_words(item.started) or date_words(item.recorded)
    if item.ended and date_words(item.ended) != when:
        when = f"{when} to {date_words(item.ended)}".strip() if when else f"until {date_words(item.ended)}"
    return ItemLine(
        text=item.text or item.display or item.code or "Not named",
        when=when,
        value=item.value,
        status=item.status,
        code=f"{Coding(item.system, item.code).system_name} {item.code}".strip() if item.code else "",
        detail=tuple((str(label), str(value)) for label, value in item.detail),
        source=item.source_reference,
    )
