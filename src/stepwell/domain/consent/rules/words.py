"""The words of a consent, whole and plain: what the client reads before signing, and what is kept. Pure.

Each text has a place in 42 CFR §2.31(a), named beside it. `VERSION` changes with any of them.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from hashlib import sha256

import orjson

from stepwell.domain.consent.rules import CLASS_WORDS, TREATING_MEMBERS, ItemKind, Purpose, UntilEvent
from stepwell.domain.consent.rules.forms import FORMS, Form, FormKind, Statement
from stepwell.kernel.phrase import Phrase, phrase

VERSION = "2026-11b"
FIRST_HEADING = "What this is"
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
        "I can't take this back at any time, because treatment is a condition of my case. I can take it back %(when)s, "
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
        "I don't have to sign. My team can tell me what then can't be done: %(without)s",
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


# What we say is `Phrase`, and can be said in the client's language; names, and what was typed, are plain text.
Passage = tuple[str, list[str]]


def text_of(facts: Facts) -> list[Passage]:
    """The whole text, a heading and its lines at a time, in the order of §2.31(a)."""
    form = FORMS[FormKind(facts.form)]
    members = [phrase(one) if one == TREATING_MEMBERS else one for one in facts.participants]
    return [
        (phrase(FIRST_HEADING), [phrase(form.lead)]),
        (phrase("Who shares"), [facts.program]),
        (phrase("What they share"), [phrase(OWN_KINDS[ItemKind(one)]) for one in facts.kinds]),
        (phrase("Who receives it"), [facts.recipient]),
        *([(phrase("Which of its members"), members)] if members else []),
        (phrase("What for"), [phrase(OWN_PURPOSES[Purpose(one)]) for one in facts.purposes]),
        *_statements(form, facts),
        (phrase("How long"), [_until(facts)]),
    ]


def words_in_catalog() -> tuple[str, ...]:
    """What a text may hold that isn't written where it is said: for who asks whether a language has all of it."""
    forms = (words for form in FORMS.values() for words in (form.title, form.lead))
    statements = (words for pair in _STATEMENTS.values() for words in pair)
    named = (*CLASS_WORDS.values(), TREATING_MEMBERS)
    return (FIRST_HEADING, *forms, *statements, *_WITHOUT.values(), *OWN_KINDS.values(), *OWN_PURPOSES.values(), *named)


def digest_of_text(text: list[Passage]) -> str:
    """A mark of the text that was read: the signature is refused where it is no longer the same."""
    return sha256(orjson.dumps([VERSION, text])).hexdigest()[:32]


def _statements(form: Form, facts: Facts) -> list[Passage]:
    after = phrase("after this: %(event)s", event=facts.revocable_event)
    when = phrase("from %(day)s on", day=facts.revocable_on) if facts.revocable_on else after
    without = phrase(_WITHOUT.get(form.kind, ""))
    told = [one for one in form.statements if one is not Statement.LIST or TREATING_MEMBERS in facts.participants]
    texts = (_STATEMENTS[one] for one in told)
    return [(phrase(heading), [phrase(words, when=when, without=without)]) for heading, words in texts]


def _until(facts: Facts) -> Phrase:
    if facts.until_on is not None:
        return phrase("Until %(day)s, that day included.", day=facts.until_on)
    if facts.until_event == UntilEvent.END_OF_TREATMENT:
        return phrase("Until my treatment here ends.")
    return phrase("It has no end. I can take it back.")
