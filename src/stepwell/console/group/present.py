"""How a board looks: chips, rows, cards and the words around them. Values in, values out."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID
from zlib import crc32

from stepwell.domain.week.queries import Board, Draft, Obstruction, Seat
from stepwell.domain.week.rules.roll import AttendanceStatus, TypedPair
from stepwell.kernel.errors import Refusal

NUMBERS = ("none", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")


@dataclass(frozen=True, slots=True)
class StatusLook:
    """A status as a chip and as a button of the roll."""

    value: str
    key: str
    tone: str
    icon: str

    @property
    def word(self) -> str:
        """The word on it."""
        return AttendanceStatus(self.value).label


STATUSES = (
    StatusLook("present", "P", "ok", "check-circle"),
    StatusLook("late", "L", "warn", "clock"),
    StatusLook("left_early", "E", "warn", "door-out"),
    StatusLook("excused", "X", "neutral", "calendar"),
    StatusLook("no_show", "N", "neutral", "x-circle"),
    StatusLook("virtual", "V", "info", "video"),
)
_BOOKED = StatusLook("booked", "", "neutral", "minus")
_LOOKS = {look.value: look for look in (*STATUSES, _BOOKED)}
_PROBLEM_ICONS = {"empty": "pencil", "same_as_another": "copy", "same_as_last": "copy", "names_member": "users"}


@dataclass(frozen=True, slots=True)
class PairShown:
    """One stay in the row's fields, and what is wrong with it."""

    number: int
    came: str
    left: str
    came_wrong: bool = False
    left_wrong: bool = False
    focus: str = ""


@dataclass(frozen=True, slots=True)
class Typed:
    """What a row was sent with, where it was refused or asks for one more stay."""

    status: AttendanceStatus
    pairs: Sequence[TypedPair]
    refusals: Sequence[Refusal] = ()
    more: bool = False


@dataclass(frozen=True, slots=True)
class RowShown:
    """A row of the roll. `slot` says what stands beside it, so that the page knows when to draw it anew."""

    seat: Seat
    status: StatusLook
    pairs: tuple[PairShown, ...]
    errors: tuple[str, ...]
    changed: str
    slot: str

    @property
    def form_pairs(self) -> tuple[PairShown, ...]:
        """The fields of the one form: two stays at least, for somebody who left and came back."""
        blank = (PairShown(number, "", "") for number in range(len(self.pairs) + 1, 3))
        return (*self.pairs, *blank)

    @property
    def minutes_known(self) -> bool:
        """The row says minutes, and not what is still to be typed."""
        return self.seat.status.attended and not self.errors


@dataclass(frozen=True, slots=True)
class Unsaved:
    """A response that couldn't be saved, kept on the screen with what stands there meanwhile."""

    response: str
    objective_id: UUID | None
    refusals: Sequence[Refusal]
    stored: str = ""
    is_stale: bool = False
    sections: tuple[str, ...] = ()
    company: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class SectionShown:
    """One section of a note in its field."""

    id: str
    label: str
    words: str


@dataclass(frozen=True, slots=True)
class RelativeShown:
    """Somebody of the family in the note's boxes."""

    name: str
    was_there: bool


@dataclass(frozen=True, slots=True)
class CardShown:
    """The place beside a row: a draft to write, a signed note, or why there is none."""

    seat: Seat
    kind: str
    draft: Draft | None
    problems: tuple[tuple[str, str], ...] = ()
    confirmable: tuple[tuple[str, str], ...] = ()
    can_sign: bool = False
    unsaved: Unsaved | None = None
    saved: str = ""
    asked: tuple[str, ...] = ()

    @property
    def sections(self) -> tuple[SectionShown, ...]:
        """The fields of a note that has sections; the first carries the id that the page's buttons go to."""
        held = self.draft.sections if self.draft else ()
        typed = self.unsaved.sections if self.unsaved and len(self.unsaved.sections) == len(held) else ()
        words = typed or tuple(said for _, said in held)
        return tuple(
            SectionShown(f"response-{self.seat.client_id}{f'-{place}' if place else ''}", label, said)
            for place, ((label, _), said) in enumerate(zip(held, words, strict=True))
        )

    @property
    def family(self) -> tuple[RelativeShown, ...]:
        """Who was asked along, and who was there; also somebody who was there and isn't asked any more."""
        there = self.unsaved.company if self.unsaved else self.draft.company if self.draft else ()
        return tuple(RelativeShown(name, name in there) for name in dict.fromkeys((*self.asked, *there)))

    @property
    def response(self) -> str:
        """What the field holds."""
        return self.unsaved.response if self.unsaved else self.draft.response if self.draft else ""

    @property
    def signature(self) -> str:
        """Changes when the card's buttons do. A button that stays the same is never replaced under somebody's click."""
        return f"{crc32(repr((self.can_sign, self.problems, self.confirmable)).encode()):08x}"

    @property
    def objective_id(self) -> UUID | None:
        """Which objective is chosen."""
        return self.unsaved.objective_id if self.unsaved else self.draft.objective_id if self.draft else None


@dataclass(frozen=True, slots=True)
class Pages:
    """A board ready for its templates. `typed` and `unsaved` are what one request couldn't store."""

    board: Board
    typed: Mapping[UUID, Typed] = field(default_factory=dict)
    unsaved: Mapping[UUID, Unsaved] = field(default_factory=dict)
    changed: Mapping[UUID, str] = field(default_factory=dict)
    saved: Mapping[UUID, str] = field(default_factory=dict)

    def items(self) -> Iterator[tuple[RowShown, CardShown]]:
        """A row and the card level with it, person by person."""
        for seat in self.board.seats:
            yield self.row(seat), self.card(seat)

    def row(self, seat: Seat) -> RowShown:
        """One row of the roll."""
        typed = self.typed.get(seat.client_id)
        status = typed.status if typed else seat.status
        pairs = list(typed.pairs if typed else seat.pairs)
        if typed and typed.more:
            pairs = [pair for pair in pairs if not pair.is_blank] + [TypedPair()]
        refusals = typed.refusals if typed else ()
        if status.attended and not pairs:
            pairs = [TypedPair()]
        wrong = {refusal.where for refusal in refusals}
        return RowShown(
            seat,
            _LOOKS[status.value],
            _pairs_shown(pairs if status.attended or typed else [], wrong, more=bool(typed and typed.more)),
            tuple(f"{refusal.what} {refusal.mend}".strip() for refusal in refusals),
            self.changed.get(seat.client_id, ""),
            self.slot(seat),
        )

    def kind(self, seat: Seat) -> str:
        """What stands beside the row."""
        if seat.draft is None:
            if not seat.status.attended:
                return "waiting" if seat.status is AttendanceStatus.BOOKED else "absent"
            return "missing"
        if seat.draft.state == "signed":
            return "signed"
        return "kept" if seat.kept_draft else "open" if seat.draft.can_write else "others"

    def slot(self, seat: Seat) -> str:
        """The same, and whose note it is where family met without the client: then its card reads otherwise."""
        without = seat.draft is not None and seat.draft.without_client
        return f"{self.kind(seat)}-without" if without else self.kind(seat)

    def card(self, seat: Seat) -> CardShown:
        """The place beside one row."""
        draft, kind = seat.draft, self.kind(seat)
        if draft is None or kind in ("signed", "others"):
            return CardShown(seat, kind, draft)
        problems = [_problem(one) for one in draft.obstructions if kind != "kept"]
        if kind == "open" and not problems and self.board.shared_problem:
            problems = [("file", self.board.shared_problem)]
        unsaved = self.unsaved.get(seat.client_id)
        if unsaved:
            problems = [("alert", f"{one.what} {one.mend}".strip()) for one in unsaved.refusals]
        words = {span.confirmation: span.text for one in draft.obstructions for span in one.words}
        return CardShown(
            seat,
            kind,
            draft,
            tuple(problems),
            tuple(words.items()),
            can_sign=kind == "open" and draft.state == "ready" and not unsaved,
            unsaved=unsaved,
            saved=self.saved.get(seat.client_id, ""),
            asked=tuple(one.name for one in self.board.family),
        )

    @property
    def open_cards(self) -> list[CardShown]:
        """The drafts that can still be written, whose problems may change with anybody's words."""
        return [card for _, card in self.items() if card.kind == "open"]

    @property
    def notes_words(self) -> str:
        """`nine notes`."""
        count = sum(seat.draft is not None for seat in self.board.seats)
        word = NUMBERS[count] if count < len(NUMBERS) else str(count)
        return f"{word} note{'' if count == 1 else 's'}"

    @property
    def counts(self) -> str:
        """`1 signed · 4 ready · 4 need a change.`"""
        signed, ready, held = (self.board.drafts_in(state) for state in ("signed", "ready", "held"))
        if signed and not ready and not held:
            return "Every note is signed."
        said = [(signed, "signed"), (ready, "ready"), (held, "needs a change" if held == 1 else "need a change")]
        return " · ".join(f"{count} {word}" for count, word in said if count) + "."


def _pairs_shown(pairs: Sequence[TypedPair], wrong: set[str], *, more: bool) -> tuple[PairShown, ...]:
    """The fields of a row. The first wrong one takes the focus, or the blank one that was asked for."""
    shown: list[PairShown] = []
    focused = False
    for number, pair in enumerate(pairs, start=1):
        came_wrong, left_wrong = f"in_time_{number}" in wrong, f"out_time_{number}" in wrong
        focus = "" if focused else "came" if came_wrong else "left" if left_wrong else ""
        if more and number == len(pairs):
            focus = "came"
        focused = focused or bool(focus)
        shown.append(PairShown(number, pair.in_time, pair.out_time, came_wrong, left_wrong, focus))
    return tuple(shown)


def _problem(one: Obstruction) -> tuple[str, str]:
    """Icon and words of one obstruction; what seems a name is said with it."""
    words = ", ".join(dict.fromkeys(f"“{span.text}”" for span in one.words))
    return _PROBLEM_ICONS.get(one.kind, "clock"), f"{one.message}: {words}" if words else one.message
