"""When an objective is fit for a plan, and when the plan's next review is due."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from stepwell.kernel.errors import Refusal, Refused, refuse


@dataclass(frozen=True, slots=True)
class ObjectiveDraft:
    """As typed. `owner_key` names who sees to it: the person, or someone of the care team."""

    specific: str
    measure: str
    target: str
    due_on: date | None
    owner_key: str


def check_objective(draft: ObjectiveDraft, *, today: date, track_ends_on: date) -> None:
    """Raises Refused with all that is missing: an objective that can't be measured by a day can't be reviewed."""
    refusals = []
    if not draft.specific.strip():
        refusals.append(Refusal("What they will do is missing.", "specific", "Say it so that anyone can see it done."))
    if not draft.measure.strip():
        refusals.append(Refusal("The measure is missing.", "measure", "Say what will be counted or rated."))
    if not draft.target.strip():
        refusals.append(Refusal("The target is missing.", "target", "Say which value is enough."))
    if draft.due_on is None:
        refusals.append(Refusal("The date is missing.", "due_on", "Choose a day within the track."))
    elif draft.due_on <= today:
        refusals.append(Refusal("The date is not in the future.", "due_on", "Choose a later day."))
    elif draft.due_on > track_ends_on:
        refusals.append(
            Refusal("The date is after the track ends.", "due_on", f"Choose a day up to {track_ends_on:%Y-%m-%d}.")
        )
    if not draft.owner_key.strip():
        refusals.append(Refusal("The owner is missing.", "owner", "Choose the person or someone of the team."))
    if refusals:
        raise Refused(*refusals)


@dataclass(frozen=True, slots=True)
class ReviewRule:
    """Who asks for a review of the plan, and how often."""

    every_days: int
    source: str

    def __post_init__(self) -> None:
        if self.every_days < 1:
            raise refuse("Reviews need at least a day between them.", "every_days")


# "No less than every other month" is confirmed, the literal 60 days is not: 60 is the careful reading
# (docs/clinical.md, "Payers").
MEDICARE_REVIEW = ReviewRule(60, "Medicare IOP: plan reviewed at least every other month (nahri.org)")


@dataclass(frozen=True, slots=True)
class NextReview:
    """The day of the next review and the rule that asks for it."""

    due_on: date
    reason: str


def next_review(started_on: date, reviewed_on: Collection[date], rules: Collection[ReviewRule]) -> NextReview:
    """The earliest day that a rule asks for, counted from the latest review, or from the start before the first."""
    if not rules:
        raise ValueError("a plan has at least one review rule")
    strictest = min(rules, key=lambda rule: rule.every_days)
    counted_from = max((started_on, *reviewed_on))
    return NextReview(counted_from + timedelta(days=strictest.every_days), strictest.source)


class Break(StrEnum):
    """Where the golden thread is broken. Each can be mended by one step."""

    NO_GOAL = "no goal"
    NO_OBJECTIVE = "no objective"
    NO_INTERVENTION = "no intervention"
    NO_GROUP = "no group"
    NO_NOTE = "no note"
