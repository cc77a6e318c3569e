"""What a program offers, as values: days with their clinical minutes, standards of hours, presets."""

from stepwell.domain.catalog.rules.days import (
    BEGINNING,
    DEFAULT_DAY,
    DayEditions,
    PlacedSegment,
    Segment,
    clinical_minutes,
    segments_from,
    template_minutes,
)
from stepwell.domain.catalog.rules.standards import (
    ASAM_2_1_ADOLESCENT,
    ASAM_2_1_ADULT,
    MEDICARE_IOP,
    STANDARDS,
    HoursStandard,
    TrackWarning,
    WeeklyShape,
    check_track,
    standard_by_code,
    weekly_shape,
)

__all__ = [
    "ASAM_2_1_ADOLESCENT",
    "ASAM_2_1_ADULT",
    "BEGINNING",
    "DEFAULT_DAY",
    "MEDICARE_IOP",
    "STANDARDS",
    "DayEditions",
    "HoursStandard",
    "PlacedSegment",
    "Segment",
    "TrackWarning",
    "WeeklyShape",
    "check_track",
    "clinical_minutes",
    "segments_from",
    "standard_by_code",
    "template_minutes",
    "weekly_shape",
]
