"""The kinds of consent that a client signs, as data: what each must say, and what it may cover. Pure.

Source: 42 CFR §2.31(a) (elements; (4)(ii) intermediaries), (b) (counseling notes), (d) (proceedings), §2.35 (criminal
justice), as of 89 FR 12472; see docs/clinical.md. Which statements stand in which kind follows §2.31(a)(4)(iii) and
(a)(10): redisclosure and the consequences of refusing are told where it is for treatment, payment or operations.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from stepwell.domain.consent.rules import (
    EVERYBODY_FOR_CARE,
    TREATING_MEMBERS,
    WITHOUT_END,
    ItemKind,
    Purpose,
    RecipientKind,
    UntilEvent,
    apart,
)
from stepwell.kernel.errors import Refusal
from stepwell.kernel.phrase import phrase


class FormKind(StrEnum):
    """A kind of consent. The value is what the database holds."""

    CARE = "care"
    COUNSELING_NOTES = "counseling-notes"
    PROCEEDINGS = "proceedings"
    FAMILY = "family"
    REFERRER = "referrer"
    PAYER = "payer"
    JUSTICE = "justice"
    INTERMEDIARY = "intermediary"


class Element(StrEnum):
    """What a consent must say, in the words of a refusal."""

    AMOUNT = "what may be shared (§2.31(a)(3))"
    RECIPIENT = "who receives (§2.31(a)(4))"
    PARTICIPANTS = "which of its members receive (§2.31(a)(4)(ii))"
    PURPOSE = "what it is for (§2.31(a)(5))"
    EXPIRY = "when it ends (§2.31(a)(7))"
    REVOCABLE = "when it can be taken back (§2.35(c))"


class Statement(StrEnum):
    """A text that a kind of consent must hold beside what is chosen."""

    REVOKE = "revoke"
    REVOKE_LATER = "revoke later"
    REDISCLOSURE = "redisclosure"
    CONSEQUENCES = "consequences"
    FREE = "free"
    LIST = "list"


_ALWAYS = (Element.AMOUNT, Element.RECIPIENT, Element.PURPOSE, Element.EXPIRY)
_NOTES_APART = frozenset(ItemKind) - {ItemKind.COUNSELING_NOTES}
_ANYBODY = frozenset(RecipientKind)


@dataclass(frozen=True, slots=True)
class Form:
    """One kind of consent. `of_class` is the class that it may name instead of one recipient."""

    kind: FormKind
    title: str
    lead: str
    kinds: frozenset[ItemKind]
    purposes: frozenset[Purpose]
    recipients: frozenset[RecipientKind]
    statements: tuple[Statement, ...]
    elements: tuple[Element, ...] = _ALWAYS
    of_class: str = ""
    is_persons: bool = False  # its recipient is somebody of this client alone

    @property
    def may_have_no_end(self) -> bool:
        """§2.31(a)(7): only what is for treatment, payment and operations may say "none"."""
        return self.purposes <= WITHOUT_END


FORMS = {
    one.kind: one
    for one in (
        Form(
            FormKind.CARE,
            "My care, its payment, and running the program",
            "One consent for everything that my care, paying for it and running the program will need from now on.",
            _NOTES_APART,
            frozenset(WITHOUT_END),
            frozenset({RecipientKind.PROVIDER, RecipientKind.PLAN, RecipientKind.LABORATORY, RecipientKind.VENDOR}),
            (Statement.REDISCLOSURE, Statement.CONSEQUENCES, Statement.REVOKE),
            of_class=EVERYBODY_FOR_CARE,
        ),
        Form(
            FormKind.COUNSELING_NOTES,
            "My counselor's own notes",
            "Only the notes that my counselor keeps apart from my record. Nothing else is shared on this consent.",
            frozenset({ItemKind.COUNSELING_NOTES}),
            frozenset(Purpose) - {Purpose.PROCEEDINGS},
            _ANYBODY - {RecipientKind.FAMILY, RecipientKind.INTERMEDIARY},
            (Statement.REDISCLOSURE, Statement.FREE, Statement.REVOKE),
        ),
        Form(
            FormKind.PROCEEDINGS,
            "A court case or another proceeding",
            "My records may be used in a civil, criminal, administrative or legislative proceeding, also against me.",
            _NOTES_APART,
            frozenset({Purpose.PROCEEDINGS}),
            frozenset({RecipientKind.JUSTICE, RecipientKind.OTHER}),
            (Statement.FREE, Statement.REVOKE),
        ),
        Form(
            FormKind.FAMILY,
            "Family or a friend",
            "One person close to me may know what I choose here.",
            _NOTES_APART - {ItemKind.NOTES},
            frozenset({Purpose.REQUEST}),
            frozenset({RecipientKind.FAMILY}),
            (Statement.FREE, Statement.REVOKE),
            is_persons=True,
        ),
        Form(
            FormKind.REFERRER,
            "Who sent me here",
            "Whoever referred me may know how it goes, as far as I choose here.",
            _NOTES_APART - {ItemKind.NOTES},
            frozenset({Purpose.TREATMENT, Purpose.REQUEST}),
            frozenset({RecipientKind.REFERRER, RecipientKind.PROVIDER}),
            (Statement.REDISCLOSURE, Statement.FREE, Statement.REVOKE),
        ),
        Form(
            FormKind.PAYER,
            "One health plan or payer",
            "One plan may get what it needs to pay for my care.",
            _NOTES_APART,
            frozenset({Purpose.PAYMENT}),
            frozenset({RecipientKind.PLAN}),
            (Statement.REDISCLOSURE, Statement.CONSEQUENCES, Statement.REVOKE),
            of_class=RecipientKind.PLAN.value,
        ),
        Form(
            FormKind.JUSTICE,
            "A court, probation or parole that made treatment a condition",
            "Those who made treatment a condition of my case may follow how it goes.",
            _NOTES_APART - {ItemKind.NOTES},
            frozenset({Purpose.REQUEST}),
            frozenset({RecipientKind.JUSTICE}),
            (Statement.CONSEQUENCES, Statement.REVOKE_LATER),
            elements=(*_ALWAYS, Element.REVOCABLE),
        ),
        Form(
            FormKind.INTERMEDIARY,
            "A health information exchange",
            "An exchange may hold what I choose here and pass it on to those of its members whom this consent names.",
            _NOTES_APART,
            frozenset(WITHOUT_END),
            frozenset({RecipientKind.INTERMEDIARY}),
            (Statement.REDISCLOSURE, Statement.LIST, Statement.CONSEQUENCES, Statement.REVOKE),
            elements=(*_ALWAYS, Element.PARTICIPANTS),
        ),
    )
}


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a draft says. `revocable_on` or `revocable_event` say from when it can be taken back (§2.35(c))."""

    form: str
    recipient_kind: str  # of the one recipient, or the class
    is_class: bool
    kinds: Collection[str]
    purposes: Collection[str]
    until_on: date | None
    until_event: str
    revocable_on: date | None = None
    revocable_event: str = ""
    participants: Collection[str] = ()


def draft_refusals(wanted: Wanted, *, today: date) -> list[Refusal]:
    """What keeps a draft from being a consent of its kind, each with the element that it lacks."""
    if wanted.form not in set(FormKind):
        return [Refusal("There is no such kind of consent.", "form", "Choose one of the list.")]
    form = FORMS[FormKind(wanted.form)]
    members = participant_refusals(Element.PARTICIPANTS in form.elements, wanted.participants)
    found = [*_chosen(form, wanted), *_recipient(form, wanted), *members, *_end(form, wanted, today)]
    return [*found, *apart(wanted.kinds, wanted.purposes), *_revocable(form, wanted, today)]


def _lacks(element: Element, where: str, mend: str) -> Refusal:
    return Refusal(f"This consent doesn't say {element.value}.", where, mend)


def _chosen(form: Form, wanted: Wanted) -> list[Refusal]:
    found = []
    if not wanted.kinds:
        found.append(_lacks(Element.AMOUNT, "kinds", "Choose at least one."))
    elif outside := set(wanted.kinds) - form.kinds:
        what = "Counseling notes" if outside == {ItemKind.COUNSELING_NOTES} else "Some of this"
        found.append(Refusal(f"{what} can't be shared with this kind of consent.", "kinds",
                             "Prepare a consent of its own for it."))  # fmt: skip
    if not wanted.purposes:
        found.append(_lacks(Element.PURPOSE, "purposes", "Choose at least one."))
    elif set(wanted.purposes) - form.purposes:
        found.append(Refusal("This kind of consent isn't for that.", "purposes",
                             "Prepare a consent of its own for it."))  # fmt: skip
    return found


def _recipient(form: Form, wanted: Wanted) -> list[Refusal]:
    if not wanted.recipient_kind:
        return [_lacks(Element.RECIPIENT, "recipient", "Choose one.")]
    fits = wanted.recipient_kind == form.of_class if wanted.is_class else wanted.recipient_kind in form.recipients
    return [] if fits else [Refusal("They can't receive on this kind of consent.", "recipient", "Choose another.")]


def participant_refusals(is_intermediary: bool, participants: Collection[str]) -> list[Refusal]:
    """§2.31(a)(4)(ii): an intermediary's consent names its members, or says that those who treat the client receive."""
    if not is_intermediary:
        wrong = Refusal("Only an exchange has members that receive.", "members", "Leave its members empty.")
        return [wrong] if participants else []
    if not participants:
        return [_lacks(Element.PARTICIPANTS, "members", "Name them, or choose those who treat the client.")]
    if TREATING_MEMBERS in participants and len(participants) > 1:
        return [Refusal("It is these members, or all who treat the client.", "members", "Choose one of the two.")]
    return []


def _end(form: Form, wanted: Wanted, today: date) -> list[Refusal]:
    if (wanted.until_on is None) == (wanted.until_event not in set(UntilEvent)):
        return [_lacks(Element.EXPIRY, "until", "Give a last day, or choose what ends it.")]
    if wanted.until_event == UntilEvent.NONE and not form.may_have_no_end:
        return [Refusal("Only a consent for treatment, payment and operations may have no end.", "until",
                        "Give a last day.")]  # fmt: skip
    if wanted.until_on is not None and wanted.until_on < today:
        return [Refusal("This last day is over.", "until_on", "Choose a later day.")]
    return []


def _revocable(form: Form, wanted: Wanted, today: date) -> list[Refusal]:
    """§2.35(c): a time or an event that can be told for sure, and never later than the end of the case."""
    told = (wanted.revocable_on is not None) + bool(wanted.revocable_event.strip())
    if Element.REVOCABLE not in form.elements:
        wrong = Refusal("This consent can be taken back at any time.", "revocable_on", "Leave this empty.")
        return [wrong] if told else []
    if told != 1:
        return [_lacks(Element.REVOCABLE, "revocable_on", "Give a day, or an event such as the end of probation.")]
    if wanted.revocable_on and wanted.until_on and wanted.revocable_on > wanted.until_on:
        return [Refusal("It would be over before it could be taken back.", "revocable_on", "Choose an earlier day.")]
    return []


def why_not_yet(*, revocable_on: date | None, revocable_event: str, met_on: date | None, today: date) -> Refusal | None:
    """What keeps a consent from being taken back today: only one under §2.35, and only before what it says itself."""
    if revocable_on is not None and today < revocable_on:
        what = phrase("This consent can be taken back from %(day)s on: so it says.", day=revocable_on)
        return Refusal(what, "", "Until then it holds.")
    if revocable_event and (met_on is None or met_on > today):
        what = phrase("This consent can be taken back after this: %(event)s. So it says.", event=revocable_event)
        return Refusal(what, "met_on", "Once it has happened, staff record the day with the revocation.")
    return None
