"""When an instrument is due for one person, by the schedules of a site. Pure.

How often an instrument is asked no source here prescribes: a site says it, and the presets below say where each of
their numbers comes from. A schedule is a row of editions, each from a day on. What was due under an edition stays due;
a later edition moves no day that lies before it.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum

from stepwell.kernel.errors import Refusal, Refused
from stepwell.kernel.wording import short_day

# Ours: asked so many days ahead, so that it is answered before the session of the day itself.
AHEAD = timedelta(days=3)
# Ours: what was answered so shortly before the start, a review or the end counts for it; a screening does.
COUNTS_BEFORE = timedelta(days=14)
# Ours: beyond this a number is a slip of the hand.
MOST_DAYS = 366


class Audience(StrEnum):
    """For whom. A result stands for the whole stay: who got better is measured on, else nobody sees that it lasts."""

    EVERYBODY = "everybody"
    TRACK = "track"
    DIAGNOSIS = "diagnosis"
    RESULT = "result"


class Why(StrEnum):
    """What makes it due."""

    START = "at the start"
    EVERY = "every so often"
    REVIEW = "before the plan's review"
    END = "at the end"


class Standing(StrEnum):
    """Where a due day lies."""

    COMING = "coming"
    DUE = "due"
    OVERDUE = "overdue"


@dataclass(frozen=True, slots=True)
class Condition:
    """For whom a schedule is. `diagnosis` is how a code begins; `at_least` a result of the instrument `result_of`."""

    audience: Audience = Audience.EVERYBODY
    track_id: int | None = None
    diagnosis: str = ""
    result_of: str = ""
    at_least: int | None = None


@dataclass(frozen=True, slots=True)
class Edition:
    """How often, from a day on."""

    from_on: date
    is_asked: bool = True
    at_start: bool = False
    every_days: int | None = None
    at_review: bool = False
    at_end: bool = False


@dataclass(frozen=True, slots=True)
class Schedule:
    """One instrument for some people, with its editions in the order of their days."""

    code: str
    condition: Condition
    editions: tuple[Edition, ...]


@dataclass(frozen=True, slots=True)
class Stay:
    """What is known of one person in treatment. `done` is the day on which each instrument was finished last, and
    `highest` its highest total; both of this stay, with what counts for its start.
    """

    started_on: date
    planned_end_on: date
    track_id: int
    review_on: date | None = None
    diagnoses: frozenset[str] = frozenset()
    done: Mapping[str, date] = field(default_factory=dict)
    highest: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Due:
    """One instrument and the day on which it is due; `every_days` where that is why. Asked from `opens_on`."""

    code: str
    due_on: date
    why: Why
    opens_on: date
    every_days: int | None = None

    def standing(self, today: date) -> Standing:
        """Due up to its day, overdue from the day after."""
        if today < self.opens_on:
            return Standing.COMING
        return Standing.DUE if today <= self.due_on else Standing.OVERDUE

    def words(self, today: date) -> str:
        """When, as a person says it: "due today", "2 days late"."""
        late = (today - self.due_on).days
        if late > 0:
            return f"{late} day{'' if late == 1 else 's'} late"
        return "due today" if late == 0 else f"due {short_day(self.due_on)}"

    @property
    def reason(self) -> str:
        """Why: "every 2 weeks", "at the start"."""
        return every_words(self.every_days) if self.every_days else self.why.value


def every_words(days: int) -> str:
    """Weeks where they are whole."""
    number, unit = (days // 7, "week") if days % 7 == 0 else (days, "day")
    return f"every {unit}" if number == 1 else f"every {number} {unit}s"


def applies(condition: Condition, stay: Stay) -> bool:
    """Whether a schedule is for this person."""
    match condition.audience:
        case Audience.TRACK:
            return condition.track_id == stay.track_id
        case Audience.DIAGNOSIS:
            begins = condition.diagnosis.replace(".", "").upper()
            return any(code.replace(".", "").upper().startswith(begins) for code in stay.diagnoses)
        case Audience.RESULT:
            highest = stay.highest.get(condition.result_of)
            return highest is not None and condition.at_least is not None and highest >= condition.at_least
    return True


def due_of(schedules: Iterable[Schedule], stay: Stay, today: date) -> tuple[Due, ...]:
    """The next due day of each instrument, whichever schedule asks first: the earliest day first, then by code.

    A schedule that has been stopped by today asks for nothing, not even for what was late.
    """
    found: dict[str, Due] = {}
    for schedule in schedules:
        holds = edition_on(schedule.editions, today)
        if (holds is not None and not holds.is_asked) or not applies(schedule.condition, stay):
            continue
        for due in _unmet(schedule, stay):
            known = found.get(schedule.code)
            if known is None or due.due_on < known.due_on:
                found[schedule.code] = due
    return tuple(sorted(found.values(), key=lambda due: (due.due_on, due.code)))


def edition_on(editions: Sequence[Edition], day: date) -> Edition | None:
    """The edition that holds on a day; None before the first."""
    return next((one for one in reversed(editions) if one.from_on <= day), None)


def _unmet(schedule: Schedule, stay: Stay) -> list[Due]:
    """What this schedule asks for and nobody has answered, in no order."""
    done_on = stay.done.get(schedule.code)
    once = (
        (Why.START, stay.started_on, "at_start"),
        (Why.REVIEW, stay.review_on, "at_review"),
        (Why.END, stay.planned_end_on, "at_end"),
    )
    found = [
        Due(schedule.code, on, why, on - AHEAD)
        for why, on, asks in once
        if on is not None and _asks(schedule.editions, on, asks) and (done_on is None or done_on < on - COUNTS_BEFORE)
    ]
    every = _next(schedule, max(stay.started_on, done_on or stay.started_on))
    return [*found, every] if every is not None else found


def _asks(editions: Sequence[Edition], day: date, what: str) -> bool:
    """The edition of the day itself decides: who started before a schedule began isn't asked for their start."""
    edition = edition_on(editions, day)
    return edition is not None and edition.is_asked and bool(getattr(edition, what))


def _next(schedule: Schedule, since: date) -> Due | None:
    """The first day on which the edition of that day says that enough days have passed."""
    for place, edition in enumerate(schedule.editions):
        if not edition.is_asked or edition.every_days is None:
            continue
        due_on = max(since + timedelta(days=edition.every_days), edition.from_on)
        after = schedule.editions[place + 1].from_on if place + 1 < len(schedule.editions) else None
        if after is None or due_on < after:
            # ours: a weekly one is asked a day ahead, or it would drift to every four days
            ahead = min(AHEAD, timedelta(days=edition.every_days // 7))
            return Due(schedule.code, due_on, Why.EVERY, due_on - ahead, edition.every_days)
    return None


@dataclass(frozen=True, slots=True)
class Asked:
    """What may be asked within the week's minutes, and what has to wait."""

    now: tuple[Due, ...]
    left_out: tuple[Due, ...]


def within_minutes(due: Iterable[Due], minutes: Mapping[str, int], *, asked: int, most: int) -> Asked:
    """The latest first, as long as the minutes of the last seven days allow; one that is too long makes room for a
    shorter one and comes first once its day lies further back.
    """
    now: list[Due] = []
    left_out: list[Due] = []
    for one in sorted(due, key=lambda each: (each.due_on, each.code)):
        takes = minutes[one.code]
        if asked + takes <= most:
            asked += takes
            now.append(one)
        else:
            left_out.append(one)
    return Asked(tuple(now), tuple(left_out))


@dataclass(frozen=True, slots=True)
class Draft:
    """A schedule as it was typed."""

    code: str
    condition: Condition
    edition: Edition


def check_schedule(
    draft: Draft, *, today: date, codes: Collection[str], scored: Mapping[str, tuple[int, int]], tracks: Collection[int]
) -> None:
    """Raises Refused with all that is wrong. `scored` are the instruments that have a total, with its range."""
    condition, edition = draft.condition, draft.edition
    found: list[Refusal] = []
    if draft.code not in codes:
        found.append(Refusal("These questions aren't here.", "code", "Choose one of the list."))
    if edition.from_on < today:
        found.append(Refusal("This day has passed.", "from_on", "Choose today or a later day: what was due stays so."))
    if edition.every_days is not None and not 1 <= edition.every_days <= MOST_DAYS:
        found.append(Refusal(f"That isn't 1 to {MOST_DAYS} days.", "every_days", "Leave it empty for no repeating."))
    if edition.is_asked and not (edition.at_start or edition.every_days or edition.at_review or edition.at_end):
        found.append(Refusal("Nothing says when.", "at_start", "Choose at least one, or stop asking."))
    found += _wrong_audience(condition, scored, tracks)
    if found:
        raise Refused(*found)


def _wrong_audience(
    condition: Condition, scored: Mapping[str, tuple[int, int]], tracks: Collection[int]
) -> Iterable[Refusal]:
    match condition.audience:
        case Audience.TRACK if condition.track_id not in tracks:
            yield Refusal("The track is missing.", "track", "Choose one.")
        case Audience.DIAGNOSIS if not condition.diagnosis.strip():
            yield Refusal("The code is missing.", "diagnosis", "Write how it begins: F32, F43.1.")
        case Audience.RESULT if condition.result_of not in scored:
            yield Refusal("These questions have no total.", "result_of", "Choose others.")
        case Audience.RESULT:
            low, high = scored[condition.result_of]
            if condition.at_least is None or not low <= condition.at_least <= high:
                yield Refusal(f"A result lies from {low} to {high}.", "at_least", "Write a number in between.")


@dataclass(frozen=True, slots=True)
class Preset:
    """A schedule to begin with. `source` says where its numbers come from, and what of it is ours."""

    code: str
    at_start: bool
    every_days: int | None
    at_review: bool
    at_end: bool
    source: str
    result_of: str = ""
    at_least: int | None = None


PRESETS: tuple[Preset, ...] = (
    Preset(
        "bam", True, 30, False, True,
        "It asks about the last 30 days, so it is asked once in 30 (docs/clinical.md, BAM). Start and end are ours.",
    ),
    Preset("phq-9", True, 28, True, True, "Ours: every fourth week. It asks about the last two weeks."),
    Preset("gad-7", True, 28, True, True, "Ours: every fourth week. It asks about the last two weeks."),
    Preset(
        "phq-9", False, 14, False, False,
        "From 10 the result is moderate (docs/clinical.md, PHQ-9). Every second week is ours: it asks about two.",
        "phq-9", 10,
    ),
    Preset(
        "gad-7", False, 14, False, False,
        "From 10 a clinician evaluates (docs/clinical.md, GAD-7). Every second week is ours: it asks about two.",
        "gad-7", 10,
    ),
    Preset(
        "pcl-5", False, 30, False, True,
        "From 31 a clinician evaluates (docs/clinical.md, PCL-5). Once in 30 days is ours: it asks about a month.",
        "pcl-5", 31,
    ),
)  # fmt: skip
