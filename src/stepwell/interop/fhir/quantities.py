"""FHIR's measured values as a clinician reads them: the number as sent, with its unit. Nothing is rounded."""

from decimal import Decimal
from typing import Final

from stepwell.interop.fhir.elements import Element, concept_text

_COMPARATORS: Final = {"<": "<", "<=": "≤", ">=": "≥", ">": ">"}

# UCUM's codes stand where a sender gives no other unit; these are the ones that people write otherwise.
_COMMON_UNITS: Final = {"mm[Hg]": "mmHg", "Cel": "°C", "[degF]": "°F", "[lb_av]": "lb", "[in_i]": "in"}


def number_text(number: int | Decimal | None) -> str:
    """A number without an exponent: 0.5, 120, 1000000."""
    return "" if number is None else f"{number:f}" if isinstance(number, Decimal) else str(number)


def quantity_text(quantity: Element | None) -> str:
    """A Quantity (Age, Duration, Money apart): "128 mmHg", "< 5 ng/mL"; empty without a number."""
    if quantity is None:
        return ""
    number = number_text(quantity.number("value"))
    comparator = _COMPARATORS.get(quantity.text("comparator"), "")
    unit = quantity.text("unit") or quantity.text("code")
    unit = _COMMON_UNITS.get(unit, unit)
    # UCUM writes what is counted in braces, and "1" for no unit (https://ucum.org/ucum, § 12).
    unit = "" if unit == "1" else unit.removeprefix("{").removesuffix("}") if unit.startswith("{") else unit
    return " ".join(part for part in (comparator, number, unit) if part) if number else ""


def range_text(range_: Element | None) -> str:
    """A Range: "90 % to 99 %", "≥ 90 %", "≤ 5 mg"."""
    if range_ is None:
        return ""
    low, high = quantity_text(range_.child("low")), quantity_text(range_.child("high"))
    if low and high:
        return f"{low} to {high}"
    return f"≥ {low}" if low else f"≤ {high}" if high else ""


def ratio_text(ratio: Element | None) -> str:
    """A Ratio, such as a titer: "1 : 128"."""
    if ratio is None:
        return ""
    above, below = quantity_text(ratio.child("numerator")), quantity_text(ratio.child("denominator"))
    return f"{above} : {below}" if above and below else above or below


def period_text(period: Element | None) -> str:
    """A Period, dates as sent: "2020-01-01 to 2020-03-31", "since 2020"."""
    if period is None:
        return ""
    start, end = period.date("start"), period.date("end")
    if start and end:
        return f"{start.text} to {end.text}"
    return f"since {start.text}" if start else f"until {end.text}" if end else ""


def value_text(holder: Element) -> str:
    """The value[x] of an Observation or of one of its components, or empty.

    Source: https://hl7.org/fhir/R4/observation-definitions.html#Observation.value_x_. A waveform (SampledData) is
    no text; `items` says that there is one.
    """
    flag = holder.flag("valueBoolean")
    date = holder.date("valueDateTime")
    candidates = (
        quantity_text(holder.child("valueQuantity")),
        concept_text(holder.child("valueCodeableConcept")),
        holder.text("valueString"),
        "" if flag is None else "yes" if flag else "no",
        number_text(holder.number("valueInteger")),
        range_text(holder.child("valueRange")),
        ratio_text(holder.child("valueRatio")),
        period_text(holder.child("valuePeriod")),
        date.text if date else "",
        holder.text("valueTime"),
    )
    return next((text for text in candidates if text), "")
