"""What stands in the way of signing one person's group note.

A note is the person's own: their response is there, it isn't the same as anyone else's in this session or as their
own last one, and it names no other member. The first three must be changed. A seeming name is changed, or a person
confirms that it isn't one, which the caller records.

A confirmation (`Obstacle.confirmations`) covers a word in its surroundings: two words on either side and the word's
own capitals. Why not the whole text: mending a comma elsewhere would ask again, and people learn to click through.
Why not the word alone: "will try again", once confirmed, would let "Will tried again" pass. A further occurrence in
other surroundings, or an edit beside the word, asks again.
"""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from stepwell.domain.week.rules.names import MemberName, NameSpan, names_in
from stepwell.kernel.errors import Refusal, Refused


class ObstacleKind(StrEnum):
    """Why a note can't be signed."""

    EMPTY = "empty"
    SAME_AS_ANOTHER = "same_as_another"
    SAME_AS_LAST = "same_as_last"
    NAMES_MEMBER = "names_member"


@dataclass(frozen=True, slots=True)
class Obstacle:
    """One reason not to sign. `message` is for the screen of someone who runs the group: it may name a member, so
    it doesn't belong in a log; `as_refused` says the same without names.
    """

    kind: ObstacleKind
    message: str
    spans: tuple[NameSpan, ...] = ()
    person_keys: tuple[str, ...] = ()

    @property
    def confirmations(self) -> frozenset[str]:
        """What to add to `confirmed_not_names` when a person confirms that these words aren't names."""
        return frozenset(span.confirmation for span in self.spans)


def check_response(
    response: str,
    own_last_response: str | None,
    others: Sequence[tuple[str, str]],
    names: Sequence[MemberName],
    confirmed_not_names: frozenset[str] = frozenset(),
    *,
    own_key: str,
) -> tuple[Obstacle, ...]:
    """Everything in the way of signing; nothing means it can be signed.

    `others` are the (person key, response) pairs of this session, `names` the whole roster; both may hold the
    person's own entry.
    """
    plain = normalized(response)
    if not plain:
        return (Obstacle(ObstacleKind.EMPTY, "Add their own response"),)
    obstacles = []
    twins = tuple(key for key, text in others if key != own_key and normalized(text) == plain)
    if twins:
        whose = ", ".join(_display_name(key, names) for key in twins)
        obstacles.append(Obstacle(ObstacleKind.SAME_AS_ANOTHER, f"Same words as {whose}", person_keys=twins))
    if own_last_response is not None and normalized(own_last_response) == plain:
        obstacles.append(Obstacle(ObstacleKind.SAME_AS_LAST, "Same words as their last note"))
    spans = names_in(response, own_key, names)
    open_spans = tuple(span for span in spans if span.confirmation not in confirmed_not_names)
    if open_spans:
        keys = tuple(dict.fromkeys(key for span in open_spans for key in span.person_keys))
        obstacles.append(Obstacle(ObstacleKind.NAMES_MEMBER, "Names a group member", open_spans, keys))
    return tuple(obstacles)


_WITHOUT_NAMES = {
    ObstacleKind.EMPTY: ("This note has no response of their own.", "Add what they said or did."),
    ObstacleKind.SAME_AS_ANOTHER: ("Another note of this session has the same words.", "Write what was theirs."),
    ObstacleKind.SAME_AS_LAST: ("Their last note has the same words.", "Write what was new."),
    ObstacleKind.NAMES_MEMBER: ("This note seems to name a group member.", "Change it, or confirm it isn't a name."),
}


def as_refused(obstacles: Sequence[Obstacle]) -> Refused:
    """The obstacles for an action to raise: fit for a log, without names."""
    told = (_WITHOUT_NAMES[obstacle.kind] for obstacle in obstacles)
    return Refused(*(Refusal(what, "response", mend) for what, mend in told))


def normalized(text: str) -> str:
    """The words alone, to compare: no case, no punctuation, single spaces. Accents and numbers stay: "urge 7" isn't
    "urge 4".
    """
    composed = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())
    kept = (char for char in composed if unicodedata.category(char) != "Cf")
    return " ".join("".join(char if _is_of_word(char) else " " for char in kept).split())


def _is_of_word(char: str) -> bool:
    return char.isalnum() or unicodedata.category(char).startswith("M")


def _display_name(person_key: str, names: Sequence[MemberName]) -> str:
    """What the member is called; with the family name where two are called the same."""
    member = next((name for name in names if name.person_key == person_key), None)
    if member is None:
        return "another person"
    namesakes = sum(name.called == member.called for name in names)
    return f"{member.called} {member.family}".strip() if namesakes > 1 else member.called
