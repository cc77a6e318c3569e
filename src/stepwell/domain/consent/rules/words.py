"""The words of a consent, whole and plain: what the client reads before signing, and what is kept. Pure.

Each text has a place in 42 CFR §2.31(a), named beside it. `VERSION` changes with any of them.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from hashlib import sha256

import orjson

from stepwell.domain.consent.rules import TREATING_MEMBERS, ItemKind, Purpose, UntilEvent
from stepwell.domain.consent.rules.forms import FORMS, Form, FormKind, Statement

VERSION = "2026-11b"
OWN_KINDS = {
    ItemKind.IDENTITY: "Who I am: my name, birth date, address and telephone, and so that I come here",
    ItemKind.TREATMENT: "My stay: level of care, start, end",
    ItemKind.ATTENDANCE: "When I come, and how many hours",
    ItemKind.PLAN: "My plan of care: problems, goals, steps",
    ItemKind.MEASURES: "My answers to questionnaires, and their scores",
    ItemKind.NOTES: "Notes of my sessions (not my counselor's own notes)",
    ItemKind.COUNSELING_NOTES: "My counselor's own notes of what was said, which are kept apart",
}
OWN_PURPOSES = {
    Purpose.TREATMENT: "My treatment",
    Purpose.PAYMENT: "Paying for my care",
    Purpose.OPERATIONS: "Running the program",
    Purpose.REQUEST: "Because I ask for it",
    Purpose.PROCEEDINGS: "A civil, criminal, administrative or legislative proceeding, also against me",
}

_STATEMENTS = {
    # §2.31(a)(6); what was done in reliance on it stays done
    Statement.REVOKE: (
        "Taking it back",
        "I can take this back at any time: on my phone, or in writing to the privacy officer or anybody of my team. "
        "From then on nothing more goes out. What they have received by then stays with them.",
    ),
    # §2.35(c)
    Statement.REVOKE_LATER: (
        "Taking it back",
        "I can't take this back at any time, because treatment is a condition of my case. I can take it back {when}, "
        "and it never holds beyond the end of my case. What they have received by then stays with them.",
    ),
    # §2.31(a)(4)(iii), with the exception of §2.33(b)(1)
    Statement.REDISCLOSURE: (
        "What they may do with it",
        "Those who receive it for treatment, payment or operations and are bound by HIPAA may pass it on as HIPAA "
        "allows. It may never be used in a civil, criminal, administrative or legislative proceeding against me, "
        "unless I agree to that in another consent or a court orders it.",
    ),
    # §2.31(a)(10)
    Statement.CONSEQUENCES: (
        "If I don't sign",
        "I don't have to sign. My team can tell me what then can't be done: {without}",
    ),
    # §2.31(b)(4) for counseling notes; and true of every consent that care doesn't need
    Statement.FREE: ("If I don't sign", "I don't have to sign. My treatment here doesn't depend on it."),
    # §2.24: for a general designation alone
    Statement.LIST: (
        "Who got it there",
        "I can ask the exchange in writing whom it gave my records to in the past 3 years. It has 30 days to tell me "
        "who, when, and what.",
    ),
}
_WITHOUT = {
    FormKind.CARE: "other providers can't be told, and no health plan can be billed: I may have to pay myself.",
    FormKind.PAYER: "this plan can't be billed, and I may have to pay myself.",
    FormKind.INTERMEDIARY: "those who treat me elsewhere can't find it there, and have to ask me or my team.",
    FormKind.JUSTICE: "the court or officer isn't told how it goes, which may count against me there.",
}


@dataclass(frozen=True, slots=True)
class Facts:
    """What was chosen, in the words that stand in the text."""

    form: str
    program: str
    recipient: str
    kinds: Collection[str]
    purposes: Collection[str]
    until_on: date | None
    until_event: str
    revocable_on: date | None = None
    revocable_event: str = ""
    participants: Collection[str] = ()


Passage = tuple[str, list[str]]


def text_of(facts: Facts) -> list[Passage]:
    """The whole text, a heading and its lines at a time, in the order of §2.31(a)."""
    form = FORMS[FormKind(facts.form)]
    return [
        ("What this is", [form.lead]),
        ("Who shares", [facts.program]),
        ("What they share", [OWN_KINDS[ItemKind(one)] for one in facts.kinds]),
        ("Who receives it", [facts.recipient]),
        *([("Which of its members", [*facts.participants])] if facts.participants else []),
        ("What for", [OWN_PURPOSES[Purpose(one)] for one in facts.purposes]),
        *_statements(form, facts),
        ("How long", [_until(facts)]),
    ]


def digest_of_text(text: list[Passage]) -> str:
    """A mark of the text that was read: the signature is refused where it is no longer the same."""
    return sha256(orjson.dumps([VERSION, text])).hexdigest()[:32]


def day_words(day: date) -> str:
    """October 6, 2026."""
    return f"{day:%B} {day.day}, {day.year}"


def _statements(form: Form, facts: Facts) -> list[Passage]:
    after = f"after this: {facts.revocable_event}"
    when = f"from {day_words(facts.revocable_on)} on" if facts.revocable_on else after
    filled = {"when": when, "without": _WITHOUT.get(form.kind, "")}
    told = [one for one in form.statements if one is not Statement.LIST or TREATING_MEMBERS in facts.participants]
    return [(heading, [words.format(**filled)]) for heading, words in (_STATEMENTS[one] for one in told)]


def _until(facts: Facts) -> str:
    if facts.until_on is not None:
        return f"Until {day_words(facts.until_on)}, that day included."
    if facts.until_event == UntilEvent.END_OF_TREATMENT:
        return "Until my treatment here ends."
    return "It has no end. I can take it back."
