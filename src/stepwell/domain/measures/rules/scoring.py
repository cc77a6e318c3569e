"""From answers to a result. Never a total over missing answers; never a total for a triage instrument."""

from stepwell.domain.measures.rules import audit, cssrs, phq9
from stepwell.domain.measures.rules.asking import Answers, check_answers, skipped_items
from stepwell.domain.measures.rules.definitions import Band, Flag, Instrument, Kind, Scored, Subscale, SubscaleRule


def score(instrument: Instrument, answers: Answers, *, optional_skips: bool = True) -> Scored:
    """Score one set of answers, complete or not.

    No total when a required item is missing, never a silent zero; an item skipped by rule counts as 0 and is listed
    (docs/clinical.md, "Instruments"). Raises Refused, naming every item whose answer the instrument doesn't allow.
    """
    check_answers(instrument, answers)
    skipped = skipped_items(instrument, answers, optional_skips=optional_skips)
    missing = tuple(i.id for i in instrument.items if i.required and i.id not in answers and i.id not in skipped)
    if instrument.kind is Kind.TRIAGE:
        return _triage(instrument, answers, missing, skipped)
    total = None if missing else sum(answers.get(item.id, 0) for item in instrument.items if item.scored)
    band = None if total is None else band_of(instrument, total)
    return Scored(
        instrument=instrument.code,
        version=instrument.version,
        total=total,
        band=band,
        missing=missing,
        skipped=skipped,
        subscales=tuple(_subscale(rule, answers, skipped) for rule in instrument.subscales),
        flags=_item_flags(instrument, answers) + _pattern_flags(instrument, answers, skipped),
        intervention=None if band is None else audit.intervention(instrument, band, answers),
    )


def band_of(instrument: Instrument, total: int) -> Band:
    """The band a total falls in; the loader has checked that there is exactly one."""
    return next(b for b in instrument.bands if b.low is not None and b.high is not None and b.low <= total <= b.high)


def _triage(instrument: Instrument, answers: Answers, missing: tuple[str, ...], skipped: tuple[str, ...]) -> Scored:
    """No total and no sum of points, ever (docs/clinical.md). No band while incomplete and nothing established."""
    result = cssrs.triage(answers, missing)
    settled = result.level or not missing
    return Scored(
        instrument=instrument.code,
        version=instrument.version,
        total=None,
        band=instrument.band(result.level.name.lower()) if settled else None,
        missing=missing,
        skipped=skipped,
        flags=_item_flags(instrument, answers),
        triage=result,
    )


def _subscale(rule: SubscaleRule, answers: Answers, skipped: tuple[str, ...]) -> Subscale:
    if any(item not in answers and item not in skipped for item in rule.items):
        return Subscale(rule.code, rule.label, None, ())
    value = sum(answers.get(item, 0) for item in rule.items)
    return Subscale(rule.code, rule.label, value, tuple(whom for whom, least in rule.cutoffs if value >= least))


def _item_flags(instrument: Instrument, answers: Answers) -> tuple[Flag, ...]:
    """Flags of single answers: they hold even when everything else is missing (PHQ-9, question 9)."""
    return tuple(
        Flag(flag.code, flag.severity, flag.reason)
        for flag in instrument.item_flags
        if any(answers.get(item, 0) >= flag.at_least for item in flag.items)
    )


def _pattern_flags(instrument: Instrument, answers: Answers, skipped: tuple[str, ...]) -> tuple[Flag, ...]:
    """Flags that read several answers together; each instrument's own module says which."""
    match instrument.code:
        case "audit":
            return audit.flags(answers, skipped)
        case "phq-9":
            return phq9.flags(answers)
        case _:
            return ()
