"""Which links a chart needs, which are there, since when one is missing and whose it is. Pure."""

from stepwell.domain.thread.rules.days import OURS, Days, days_on, editions_of
from stepwell.domain.thread.rules.facts import (
    NOBODY,
    Aim,
    Chart,
    Finding,
    Planned,
    Served,
    SessionFact,
    Shown,
    Step,
    Who,
    Written,
    answers,
)
from stepwell.domain.thread.rules.gaps import Gap, Standing, standing_of
from stepwell.domain.thread.rules.kinds import TERMS, Kind, Term
from stepwell.domain.thread.rules.sums import Tally, tallies_of, total_of

__all__ = [
    "NOBODY",
    "OURS",
    "TERMS",
    "Aim",
    "Chart",
    "Days",
    "Finding",
    "Gap",
    "Kind",
    "Planned",
    "Served",
    "SessionFact",
    "Shown",
    "Standing",
    "Step",
    "Tally",
    "Term",
    "Who",
    "Written",
    "answers",
    "days_on",
    "editions_of",
    "standing_of",
    "tallies_of",
    "total_of",
]
