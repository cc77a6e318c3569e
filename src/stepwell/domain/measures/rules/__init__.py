"""Pure rules of measures: what an instrument is, what it asks next, and what its answers come to.

No Django, no clock, no database. The texts and numbers are data, in `measures/instruments/`.
"""

from stepwell.domain.measures.rules.asking import Answers, asked_items, check_answers, next_item, skipped_items
from stepwell.domain.measures.rules.change import Course, Reading, Standing, course_of
from stepwell.domain.measures.rules.checking import loinc_is_valid
from stepwell.domain.measures.rules.definitions import (
    Band,
    Figure,
    Flag,
    FlagSeverity,
    Instrument,
    Intervention,
    Item,
    Kind,
    Option,
    Rater,
    Scored,
    Skip,
    Subscale,
    Triage,
    TriageResult,
    Withheld,
)
from stepwell.domain.measures.rules.loading import Shelf, instrument_codes, load_instrument, read_shelf
from stepwell.domain.measures.rules.parsing import parse_instrument
from stepwell.domain.measures.rules.reading import InstrumentError
from stepwell.domain.measures.rules.scoring import band_of, score

__all__ = [
    "Answers",
    "Band",
    "Course",
    "Figure",
    "Flag",
    "FlagSeverity",
    "Instrument",
    "InstrumentError",
    "Intervention",
    "Item",
    "Kind",
    "Option",
    "Rater",
    "Reading",
    "Scored",
    "Shelf",
    "Skip",
    "Standing",
    "Subscale",
    "Triage",
    "TriageResult",
    "Withheld",
    "asked_items",
    "band_of",
    "check_answers",
    "course_of",
    "instrument_codes",
    "load_instrument",
    "loinc_is_valid",
    "next_item",
    "parse_instrument",
    "read_shelf",
    "score",
    "skipped_items",
]
