"""When a request is due, what has to be done for it, and when it can be closed. Pure.

Sources: 45 CFR 164.524 (access), .526 (amendment), .522 (restriction), .528 (accounting), .530(d) (complaints),
.404, .406 and .408 (breach; 42 CFR §2.16 makes them hold for Part 2 records); 42 CFR §§2.61 to 2.67 (court orders).
State law may give less time: an earlier day can always be set.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from stepwell.kernel.errors import Refusal


class Kind(StrEnum):
    """What is asked for, or what has happened."""

    ACCESS = "access"
    AMENDMENT = "amendment"
    RESTRICTION = "restriction"
    ACCOUNTING = "accounting"
    COMPLAINT = "complaint"
    SUBPOENA = "subpoena or court order"
    HOLD = "legal hold"
    BREACH = "breach"


class Outcome(StrEnum):
    """How it ended."""

    GRANTED = "granted"
    IN_PART = "granted in part"
    DENIED = "denied"
    ANSWERED = "answered"
    NOT_ANSWERED = "not answered: no order"
    WITHDRAWN = "withdrawn"
    LIFTED = "lifted"


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that is done on the way. `before` are the outcomes that can't be without it."""

    code: str
    words: str
    before: frozenset[Outcome] = frozenset()


@dataclass(frozen=True, slots=True)
class Course:
    """How a kind goes. `days` and `more_days` are None and 0 where the law sets no day."""

    source: str
    days: int | None
    more_days: int
    needs_client: bool
    steps: tuple[Step, ...]
    outcomes: tuple[Outcome, ...]


_DECIDED = (Outcome.GRANTED, Outcome.IN_PART, Outcome.DENIED, Outcome.WITHDRAWN)
_WHO = Step("identity", "It is certain who asks, and that they may (164.514(h))", frozenset(_DECIDED[:2]))
_TOLD = Step("told", "The person has the answer in writing", frozenset(_DECIDED[:3]))
_DENIED = frozenset({Outcome.DENIED, Outcome.IN_PART})

COURSES: dict[Kind, Course] = {
    Kind.ACCESS: Course("45 CFR 164.524(b)(2)", 30, 30, True, (
        _WHO,
        Step("given", "The copy is given, in the form that was asked for where that can be", frozenset(_DECIDED[:2])),
        Step("review", "A denial says its basis, and how it can be reviewed and complained about", _DENIED),
        _TOLD,
    ), _DECIDED),
    Kind.AMENDMENT: Course("45 CFR 164.526(b)(2)", 60, 30, True, (
        _WHO,
        Step("author", "Whoever wrote it has been asked"),
        Step("appended", "The amendment is linked to what it amends, and others are told", frozenset(_DECIDED[:2])),
        Step("statement", "A denial tells of the right to a statement of disagreement", _DENIED),
        _TOLD,
    ), _DECIDED),
    Kind.RESTRICTION: Course("45 CFR 164.522(a), 42 CFR §2.26", None, 0, True, (
        _WHO,
        Step("paid", "Is it about a plan, for what others paid in full? Then it must be granted"),
        Step("kept", "The restriction is in force where the information goes out", frozenset(_DECIDED[:2])),
        _TOLD,
    ), _DECIDED),
    Kind.ACCOUNTING: Course("45 CFR 164.528(c)(1), 42 CFR §2.25", 60, 30, True, (
        _WHO,
        Step("printed", "The list is printed or sent: to whom, what, when, what for", frozenset(_DECIDED[:2])),
        _TOLD,
    ), _DECIDED),
    Kind.COMPLAINT: Course("45 CFR 164.530(d), 42 CFR §2.4", None, 0, False, (
        Step("looked", "What happened has been looked into", frozenset({Outcome.ANSWERED})),
        Step("safe", "Nobody is treated worse for complaining (164.530(g))"),
        Step("replied", "Who complained has an answer", frozenset({Outcome.ANSWERED})),
    ), (Outcome.ANSWERED, Outcome.WITHDRAWN)),
    Kind.SUBPOENA: Course("42 CFR §§2.61 to 2.67", None, 0, False, (
        Step("silent", "Nobody has told the sender whether anybody is a client here (§2.13(c))"),
        Step("mandate", "A subpoena or another mandate that compels is on file (§2.61(b))"),
        Step("order", "A court order under subpart E is on file (§2.61(a)): a subpoena alone is not enough"),
        Step("consent", "The client's own consent for this proceeding is on file (§2.31(d))"),
        Step("scope", "No more than the order or the consent names goes out", frozenset({Outcome.ANSWERED})),
        Step("objected", "The sender was told in writing that Part 2 forbids it", frozenset({Outcome.NOT_ANSWERED})),
    ), (Outcome.ANSWERED, Outcome.NOT_ANSWERED, Outcome.WITHDRAWN)),
    Kind.HOLD: Course("a notice to preserve", None, 0, True, (
        Step("team", "Those who keep papers outside of Stepwell have been told to keep them"),
        Step("released", "Whoever asked for the hold has released it in writing", frozenset({Outcome.LIFTED})),
    ), (Outcome.LIFTED,)),
    Kind.BREACH: Course("45 CFR 164.404(b)", 60, 0, False, (
        Step("risk", "The four factors are weighed and written down (164.402)", frozenset({Outcome.ANSWERED})),
        Step("people", "Everybody concerned is told, in writing, without unreasonable delay",
             frozenset({Outcome.ANSWERED})),
        Step("hhs", "The Secretary is told (164.408)", frozenset({Outcome.ANSWERED})),
        Step("media", "Media are told, where more than 500 people of one state are concerned (164.406)"),
    ), (Outcome.ANSWERED, Outcome.WITHDRAWN)),
}  # fmt: skip
MANY = 500
_BREACH_DAYS = timedelta(days=60)


@dataclass(frozen=True, slots=True)
class Duty:
    """What a breach obliges to, by when, after which paragraph."""

    what: str
    due_on: date
    source: str


def due_on(kind: Kind, received_on: date, *, extended: bool = False, own_due_on: date | None = None) -> date | None:
    """The last day; None where neither the law nor a person has set one. An own day may only be earlier."""
    course = COURSES[kind]
    if course.days is None:
        return own_due_on
    legal = received_on + timedelta(days=course.days + (course.more_days if extended else 0))
    return min(legal, own_due_on) if own_due_on and not extended else legal


def duties(discovered_on: date, people: int) -> list[Duty]:
    """Whom to tell of a breach, by when: counted from the day it was discovered."""
    soon = discovered_on + _BREACH_DAYS
    # 164.408(c): fewer than 500, within 60 days after the end of the calendar year
    late = date(discovered_on.year, 12, 31) + _BREACH_DAYS
    found = [Duty("Tell everybody concerned", soon, "45 CFR 164.404(b)")]
    if people >= MANY:
        found.append(Duty("Tell the Secretary of HHS, together with them", soon, "45 CFR 164.408(b)"))
    else:
        found.append(Duty("Tell the Secretary of HHS", late, "45 CFR 164.408(c)"))
    if people > MANY:
        found.append(Duty("Tell media, if more than 500 live in one state", soon, "45 CFR 164.406"))
    return found


def opening_refusals(
    kind: str, *, received_on: date, has_client: bool, people: int | None, own_due_on: date | None, today: date
) -> list[Refusal]:
    """What keeps a request from being written down."""
    if kind not in set(Kind):
        return [Refusal("There is no such kind of request.", "kind", "Choose one of the list.")]
    found = []
    if received_on > today:
        found.append(Refusal("It can't have come later than today.", "received_on", "Give the day it came."))
    if COURSES[Kind(kind)].needs_client and not has_client:
        found.append(Refusal("This is about one client.", "client", "Open it from the client's consents."))
    if kind == Kind.BREACH and not people:
        found.append(Refusal("A breach says how many people it concerns.", "people", "Give the number known today."))
    if own_due_on is not None and own_due_on < received_on:
        found.append(Refusal("It would be due before it came.", "own_due_on", "Choose a later day."))
    return found


def extension_refusal(kind: Kind, *, due: date | None, extended: bool, reason: str, today: date) -> Refusal | None:
    """One extension, said in writing with its reason before the first day is over: 164.524(b)(2)(ii) and its like."""
    if not COURSES[kind].more_days:
        return Refusal("The law gives no more time for this.", "reason", "Answer it by its day.")
    if extended:
        return Refusal("It was extended already, and can be once.", "reason", "Answer it by its day.")
    if due is not None and today > due:
        return Refusal("Its day is over: it can't be extended any more.", "reason", "Answer it now.")
    if not reason.strip():
        return Refusal("The person is told why it takes longer.", "reason", "Write the reason.")
    return None


def closing_refusals(kind: Kind, outcome: str, *, done: Collection[str], words: str) -> list[Refusal]:
    """What keeps it from being closed like this. A subpoena alone opens nothing (42 CFR §2.61)."""
    course = COURSES[kind]
    if outcome not in course.outcomes:
        return [Refusal("This can't end like that.", "outcome", "Choose one of the list.")]
    found = [
        Refusal(f"Not done yet: {step.words}.", "outcome", "Do it first, or choose another outcome.")
        for step in course.steps
        if outcome in step.before and step.code not in done
    ]
    if kind == Kind.SUBPOENA and outcome == Outcome.ANSWERED:
        ordered = {"mandate", "order"} <= set(done)
        if not ordered and "consent" not in done:
            found.append(Refusal("A subpoena alone is not enough to give anything out.", "outcome",
                                 "It takes a court order under subpart E with it, or the client's own consent for "
                                 "this proceeding."))  # fmt: skip
    if not words.strip():
        found.append(Refusal("This doesn't say how it ended.", "outcome_words", "Write it in a sentence or two."))
    return found
