"""The public self-assessment: eight questions, and what the answers point to. Pure; nothing of it is kept.

Ours, on docs/clinical.md, "Levels of care", "Safety" and "Ours alone". It never decides about anybody and has no
refusal: danger comes first, medical need next, and every doubt leads to a person. Its words are in the catalog of the
public site's other language.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from stepwell.kernel.phrase import Phrase, phrase


class Points(StrEnum):
    """Where one answer points."""

    IOP = "iop"
    LESS = "less"
    MENTION = "mention"  # worth a word, and no reason against
    PERSON = "person"  # a page can't weigh this
    MORE = "more"
    TODAY = "today"


class Kind(StrEnum):
    """What the answers come to."""

    TODAY = "today"
    MORE = "more"
    PERSON = "person"
    LESS = "less"
    FIT = "fit"


@dataclass(frozen=True, slots=True)
class Option:
    """One answer: what one chooses, where it points, and how the result says it."""

    value: str
    label: str
    points: Points
    said: str


@dataclass(frozen=True, slots=True)
class Question:
    """One of the eight."""

    name: str
    text: str
    options: tuple[Option, ...]

    @property
    def choices(self) -> tuple[tuple[str, str], ...]:
        """As a form shows them."""
        return tuple((option.value, option.label) for option in self.options)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the answers come to and why: what points to IOP, and what to talk about. `agree` of eight point to IOP."""

    kind: Kind
    agree: int
    reasons: tuple[str, ...]
    to_talk_about: tuple[str, ...]


def _question(name: str, text: str, topic: str, *options: Option) -> Question:
    """Each question may be left for a person."""
    said = phrase("%(topic)s, with a person you choose.", topic=phrase(topic))
    rather = Option("person", "I’d rather say it to a person", Points.PERSON, said)
    return Question(name, text, (*options, rather))


QUESTIONS = (
    _question(
        "safe",
        "Are you safe right now?",
        "How safe you are",
        Option("yes", "Yes", Points.IOP, "You are safe right now."),
        Option("unsure", "I’m not sure", Points.TODAY, "You aren’t sure that you are safe."),
        Option("no", "No: I’m in danger, or think of ending my life", Points.TODAY, "You aren’t safe right now."),
    ),
    _question(
        "stopping",
        "What happens when you stop or cut down?",
        "What happens when you stop",
        Option(
            "little", "Not much, or I sleep badly and feel low", Points.IOP, "No sign that stopping needs a doctor."
        ),
        Option("unknown", "I don’t know", Points.PERSON, "What happens when you stop. A nurse asks about it first."),
        Option(
            "sick",
            "I shake, sweat or vomit, or I have had a seizure",
            Points.MORE,
            "Stopping makes you sick. Ask a doctor before you stop: stopping at once can be dangerous.",
        ),
        Option("now", "I’m very sick from it right now", Points.TODAY, "You are very sick from stopping right now."),
    ),
    _question(
        "home",
        "Do you have a safe, steady place to stay right now?",
        "Where you stay",
        Option("yes", "Yes", Points.IOP, "You have a safe place to stay."),
        Option("some", "Some of the time, or I’m not sure", Points.MENTION, "Home isn’t always steady."),
        Option("no", "No", Points.PERSON, "You need a safe place to stay. We look for one with you."),
    ),
    _question(
        "support",
        "Is anybody on your side in this?",
        "Who is on your side",
        Option("yes", "Yes", Points.IOP, "Somebody is on your side."),
        Option("some", "A little, or it’s complicated", Points.MENTION, "Who could be on your side."),
        Option("no", "No, I’m alone in it", Points.PERSON, "You are alone in this now. A group can be a start."),
    ),
    _question(
        "health",
        "Do you need medical care every day, for body or mind?",
        "What care you need",
        Option("no", "No", Points.IOP, "You don’t need medical care every day."),
        Option("some", "Now and then, or I’m not sure", Points.MENTION, "What care you need for body and mind."),
        Option("yes", "Yes", Points.MORE, "You need medical care every day."),
    ),
    _question(
        "use",
        "How much does drinking or using get in your way?",
        "How much it gets in your way",
        Option("little", "A little, now and then", Points.LESS, "It gets in your way a little."),
        Option("often", "Often: at work, at home, with health or money", Points.IOP, "It often gets in your way."),
        Option("daily", "I can’t get through a day without it", Points.PERSON, "You can’t get through a day without."),
    ),
    _question(
        "time",
        "Could you come three days a week, three hours each?",
        "When you could come",
        Option("yes", "Yes, in the day or in the evening", Points.IOP, "You can come three days a week."),
        Option("help", "Yes, with a ride, child care or time off", Points.MENTION, "What you need to be able to come."),
        Option("no", "Not now", Points.PERSON, "What would fit the time that you have."),
    ),
    _question(
        "why",
        "What brings you here?",
        "What brings you here",
        Option(
            "keep", "I want help and keep work, school or home going", Points.IOP, "You want to keep your life going."
        ),
        Option("return", "I had treatment, and I use again", Points.IOP, "You come back after a return to use."),
        Option("down", "I’m leaving a hospital or residential program", Points.IOP, "You step down from more care."),
        Option("wonder", "I’m only wondering", Points.MENTION, "You are only wondering. That is a good start."),
    ),
)
_BY_NAME = {question.name: question for question in QUESTIONS}
# Ours: with fewer than five of eight a page says nothing about a level.
_ENOUGH = 5


def words_in_catalog() -> Iterator[str]:
    """Every text of the questions and answers, as a catalog is asked for it."""
    for question in QUESTIONS:
        yield question.text
        for option in question.options:
            yield option.label
            yield str(option.said.given["topic"]) if isinstance(option.said, Phrase) else option.said


def chosen(question: Question, answers: Mapping[str, str]) -> Option | None:
    """The option that was chosen; what is none of the options counts as no answer."""
    return next((option for option in question.options if option.value == answers.get(question.name)), None)


def known_answers(given: Mapping[str, str]) -> dict[str, str]:
    """The answers among what was sent, and nothing else of it."""
    return {name: option.value for name, question in _BY_NAME.items() if (option := chosen(question, given))}


def first_open(answers: Mapping[str, str]) -> int | None:
    """The number of the first question without an answer, from 1."""
    return next((at for at, one in enumerate(QUESTIONS, start=1) if chosen(one, answers) is None), None)


def is_urgent(question: Question, answers: Mapping[str, str]) -> bool:
    """Whether this very answer means: help first, before any other question."""
    option = chosen(question, answers)
    return option is not None and option.points is Points.TODAY


def outcome(answers: Mapping[str, str]) -> Outcome:
    """Danger first, then medical need, then doubt; of what is left, where most answers point.

    What isn't answered is doubt.
    """
    options = [option for question in QUESTIONS if (option := chosen(question, answers))]
    points = [option.points for option in options]
    agree = points.count(Points.IOP)
    return Outcome(
        kind=_kind(points, agree, is_whole=len(options) == len(QUESTIONS)),
        agree=agree,
        reasons=tuple(option.said for option in options if option.points in (Points.IOP, Points.LESS)),
        to_talk_about=tuple(option.said for option in options if option.points not in (Points.IOP, Points.LESS)),
    )


def _kind(points: list[Points], agree: int, *, is_whole: bool) -> Kind:
    if Points.TODAY in points:
        return Kind.TODAY
    if Points.MORE in points:
        return Kind.MORE
    if Points.PERSON in points or not is_whole:
        return Kind.PERSON
    if Points.LESS in points:
        return Kind.LESS
    return Kind.FIT if agree >= _ENOUGH else Kind.PERSON
