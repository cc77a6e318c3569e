"""Contents for tests: one that can be signed, and parts of it."""

from datetime import date
from typing import Any

from stepwell.domain.assessment.rules.content import Answer, Condition, Content, Use
from stepwell.domain.assessment.rules.sections import SECTIONS

SEVEN = ("more", "stopping", "time", "craving", "duties", "tolerance", "withdrawal")


def alcohol(**changes: Any) -> Use:
    """A history of alcohol with seven criteria, diagnosed as the criteria say."""
    told: dict[str, Any] = {
        "first_age": 15,
        "last_use": "Two days ago",
        "pattern": "daily",
        "routes": ("oral",),
        "amount": "A bottle of wine",
        "longest_without": "Four months in 2023",
        "treatment": "Outpatient, 2022",
        "overdose": "no",
        "withdrawal": "Shakes",
        "criteria": SEVEN,
        "diagnosis": "severe",
    }
    return Use("alcohol", **{**told, **changes})


def whole(**changes: Any) -> Content:
    """Everything was asked; trauma was left alone."""
    said = {section.code: Answer(f"Said about {section.code}.") for section in SECTIONS if section.code != "trauma"}
    known: dict[str, Any] = {
        "answers": said,
        "uses": (alcohol(),),
        "conditions": (Condition("F43.10", "provisional", "Sleeps badly."),),
    }
    return Content(**{**known, **changes})


def remitted(**changes: Any) -> Use:
    """Opioids, none of the criteria since January, on a medication."""
    told: dict[str, Any] = {
        "criteria": SEVEN[:4],
        "free_since": date(2026, 1, 5),
        "is_controlled": True,
        "on_maintenance": True,
        "diagnosis": "moderate.early",
    }
    return Use("opioids", **{**told, **changes})
