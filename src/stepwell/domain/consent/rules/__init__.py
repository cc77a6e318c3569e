"""Whether a recipient may see an item of a client now, and why. Pure.

Source: 42 CFR §2.31 (what a consent says), §2.32 (the notice that goes with each disclosure), §2.13 (nothing tells that
somebody is a client), as of the rule of 89 FR 12472; see docs/clinical.md.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from hashlib import sha256

from stepwell.kernel.errors import Refusal


class ItemKind(StrEnum):
    """What a consent can cover. The value is what the database holds."""

    IDENTITY = "identity"
    TREATMENT = "treatment"
    ATTENDANCE = "attendance"
    PLAN = "plan"
    MEASURES = "measures"
    NOTES = "notes"
    COUNSELING_NOTES = "counseling notes"


KIND_WORDS = {
    ItemKind.IDENTITY: "Who they are: name, birth date, address, telephone, and so that they come here",
    ItemKind.TREATMENT: "Their stay: level of care, start, end",
    ItemKind.ATTENDANCE: "Attendance and hours",
    ItemKind.PLAN: "Plan of care: problems, goals, steps",
    ItemKind.MEASURES: "Answers and scores of instruments",
    ItemKind.NOTES: "Session notes (counseling notes need a consent of their own)",
    ItemKind.COUNSELING_NOTES: "Counseling notes: the counselor's own notes of what was said, kept apart",
}


class Purpose(StrEnum):
    """What the recipient wants it for: codes of HL7's PurposeOfUse."""

    TREATMENT = "TREAT"
    PAYMENT = "HPAYMT"
    OPERATIONS = "HOPERAT"
    REQUEST = "PATRQT"
    PROCEEDINGS = "HLEGAL"


PURPOSE_WORDS = {
    Purpose.TREATMENT: "Treatment",
    Purpose.PAYMENT: "Payment",
    Purpose.OPERATIONS: "Health care operations",
    Purpose.REQUEST: "At the client's request",
    Purpose.PROCEEDINGS: "Civil, criminal, administrative or legislative proceedings against the client",
}
# §2.31: only a consent for treatment, payment and operations may have no end.
WITHOUT_END = frozenset({Purpose.TREATMENT, Purpose.PAYMENT, Purpose.OPERATIONS})


class RecipientKind(StrEnum):
    """What an organization is to a client: a consent may name the class instead of one organization (§2.31(a)(4))."""

    PROVIDER = "treating provider"
    PLAN = "health plan"
    LABORATORY = "laboratory"
    VENDOR = "vendor"
    JUSTICE = "criminal justice"
    REFERRER = "referrer"
    INTERMEDIARY = "intermediary"
    FAMILY = "family or friend"
    OTHER = "other"


# §2.31(a)(4)(i): "my treating providers, health plans, third-party payers, and people helping to operate this program"
# may stand as one class in a single consent for treatment, payment and operations.
EVERYBODY_FOR_CARE = "provider, plan or helper"
_CARE = frozenset({RecipientKind.PROVIDER, RecipientKind.PLAN, RecipientKind.LABORATORY, RecipientKind.VENDOR})
CLASS_WORDS = {
    RecipientKind.PROVIDER.value: "All my treating providers",
    RecipientKind.PLAN.value: "All my health plans and payers",
    EVERYBODY_FOR_CARE: "My treating providers, health plans, payers, and people who help to operate this program",
}


def in_class(kind: str, of: str) -> bool:
    """Whether a recipient of this kind belongs to the class that a consent names."""
    return kind in _CARE if of == EVERYBODY_FOR_CARE else bool(of) and kind == of


# §2.31(a)(4)(ii)(B): instead of names, a general designation, limited to members with a treating provider relationship.
TREATING_MEMBERS = "All of its members that treat me"


class UntilEvent(StrEnum):
    """What ends a consent that has no last day."""

    END_OF_TREATMENT = "end of treatment"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Terms:
    """What one consent says. Named to one recipient, or to a class of them."""

    consent_id: int
    recipient_id: int | None
    recipient_kind: str
    purposes: Collection[str]
    kinds: Collection[str]
    starts_at: datetime
    ends_at: datetime | None
    until_event: str
    revoked_at: datetime | None


class AgreementKind(StrEnum):
    """Under what somebody works for the program: 42 CFR §2.11 (QSOA), 45 CFR 164.504(e) (BAA)."""

    QSOA = "qualified service organization agreement"
    BAA = "business associate agreement"


# Who works for the program gets nothing before an agreement is on file (42 CFR §2.11, §2.12(c)(4); 45 CFR 164.502(e)).
# Ours: with one, the client's consent is asked for all the same.
NEED_AGREEMENT = frozenset({RecipientKind.LABORATORY, RecipientKind.VENDOR})


@dataclass(frozen=True, slots=True)
class Agreement:
    """From when until when a recipient works under an agreement."""

    starts_at: datetime
    ends_at: datetime | None

    def holds(self, now: datetime) -> bool:
        """Whether it is in force."""
        return self.starts_at <= now and (self.ends_at is None or now < self.ends_at)


@dataclass(frozen=True, slots=True)
class Asked:
    """Who wants to see what, for what."""

    recipient_id: int
    recipient_kind: str
    kind: str
    purpose: str


@dataclass(frozen=True, slots=True)
class Decision:
    """Yes with the consent it rests on, or no. `reason` is a code for the ledger, never for the one who asked."""

    reason: str
    terms: Terms | None = None

    @property
    def is_allowed(self) -> bool:
        """Whether the item may go out."""
        return self.terms is not None


# The nearer a consent comes to covering what was asked, the more its reason says.
_REASONS = ("no consent", "other purpose", "other kind", "not yet", "ended", "treatment ended", "revoked")
NO_AGREEMENT = "no agreement"
REASON_WORDS = {
    "consent": "A consent of the client covers it.",
    NO_AGREEMENT: "They work for the program, and no service agreement with them is in force.",
    "no consent": "No consent of the client names them.",
    "other purpose": "A consent names them, but for another purpose.",
    "other kind": "A consent names them, but doesn't cover this.",
    "not yet": "A consent would cover it, but hasn't begun.",
    "ended": "A consent covered it, and its last day is over.",
    "treatment ended": "A consent covered it until treatment ended, and it has.",
    "revoked": "A consent covered it, and was revoked.",
}


def may_see(
    consents: Iterable[Terms],
    asked: Asked,
    *,
    treatment_ended: bool,
    now: datetime,
    agreements: Iterable[Agreement] = (),
) -> Decision:
    """Whether one of the client's consents covers it at this moment. Without one the answer is no (§2.13(a)).

    Whoever works for the program needs an agreement besides.
    """
    if asked.recipient_kind in NEED_AGREEMENT and not any(one.holds(now) for one in agreements):
        return Decision(NO_AGREEMENT)
    nearest = _REASONS[0]
    for terms in consents:
        reason = _against(terms, asked, treatment_ended=treatment_ended, now=now)
        if not reason:
            return Decision("consent", terms)
        nearest = max(nearest, reason, key=_REASONS.index)
    return Decision(nearest)


def _against(terms: Terms, asked: Asked, *, treatment_ended: bool, now: datetime) -> str:
    """The first thing that keeps this consent from covering it; empty where it does.

    A revoked consent covers nothing from then on (§2.31(a)(6)).
    """
    named = terms.recipient_id == asked.recipient_id
    of_class = terms.recipient_id is None and in_class(asked.recipient_kind, terms.recipient_kind)
    against = (
        ("no consent", not (named or of_class)),
        ("other purpose", asked.purpose not in terms.purposes),
        ("other kind", asked.kind not in terms.kinds),
        ("revoked", terms.revoked_at is not None and terms.revoked_at <= now),
        ("not yet", now < terms.starts_at),
        ("ended", terms.ends_at is not None and terms.ends_at <= now),
        ("treatment ended", treatment_ended and terms.until_event == UntilEvent.END_OF_TREATMENT),
    )
    return next((reason for reason, holds in against if holds), "")


def refusals_of(terms: Terms, *, signed_at: datetime, now: datetime) -> list[Refusal]:
    """What keeps a consent from being one: §2.31(a) asks for a recipient, an amount, a purpose, an end, a signature."""
    found = []
    if (terms.recipient_id is None) == (not terms.recipient_kind):
        found.append(Refusal("A consent names who receives.", "recipient", "Choose one organization or one class."))
    if not terms.kinds or not set(terms.kinds) <= set(ItemKind):
        found.append(Refusal("A consent says what may be seen.", "kinds", "Choose at least one."))
    if not terms.purposes or not set(terms.purposes) <= set(Purpose):
        found.append(Refusal("A consent says what it is for.", "purposes", "Choose at least one."))
    found += apart(terms.kinds, terms.purposes)
    if (terms.ends_at is None) == (terms.until_event not in set(UntilEvent)):
        found.append(Refusal("A consent has one end.", "until", "Give a last day, or choose what ends it."))
    if terms.until_event == UntilEvent.NONE and not set(terms.purposes) <= WITHOUT_END:
        found.append(Refusal("Only a consent for treatment, payment and operations may have no end.", "until",
                             "Give a last day."))  # fmt: skip
    if terms.ends_at is not None and terms.ends_at <= max(terms.starts_at, now):
        found.append(Refusal("This last day is over, or before the first.", "until", "Choose a later day."))
    if signed_at > now:
        found.append(Refusal("It can't have been signed later than today.", "signed_on", "Give the day on the paper."))
    if terms.starts_at < signed_at:
        found.append(Refusal("It can't begin before it was signed.", "starts_on", "Choose the day of the signature."))
    return found


def apart(kinds: Collection[str], purposes: Collection[str]) -> list[Refusal]:
    """What may not stand beside anything else in one consent: counseling notes (§2.31(b)), proceedings (§2.31(d))."""
    found = []
    if ItemKind.COUNSELING_NOTES in kinds and len(set(kinds)) > 1:
        found.append(Refusal("Counseling notes need a consent of their own.", "kinds",
                             "Take the other items out, or leave counseling notes to another consent."))  # fmt: skip
    if Purpose.PROCEEDINGS in purposes and len(set(purposes)) > 1:
        found.append(Refusal("Proceedings against the client need a consent of their own.", "purposes",
                             "Take the other purposes out, or leave proceedings to another consent."))  # fmt: skip
    if Purpose.PROCEEDINGS in purposes and ItemKind.COUNSELING_NOTES in kinds:
        found.append(Refusal("Counseling notes and proceedings may not be in one consent.", "kinds",
                             "Prepare one for each."))  # fmt: skip
    return found


@dataclass(frozen=True, slots=True)
class Notice:
    """The text that §2.32 wants with each disclosure. `version` goes into the ledger with it."""

    version: str
    text: str


# §2.32(a), statement 2, as of 16 April 2024 (89 FR 12472). Before it lacked "use or".
NOTICE = Notice("2.32-2024-short", "42 CFR part 2 prohibits unauthorized use or disclosure of these records.")


def digest_of(token: str) -> bytes:
    """What is kept of a token. It is 256 random bits: nobody guesses it, so it needs no salt and no slow hash."""
    return sha256(token.encode()).digest()
