"""From answers to a result. Never a total over missing answers, nor where the instrument has none."""

from stepwell.domain.measures.rules import patterns
from stepwell.domain.measures.rules.asking import Answers, check_answers, skipped_items
from stepwell.domain.measures.rules.definitions import Band, Instrument, Kind, Scored, Subscale, SubscaleRule
from stepwell.domain.measures.rules.triage import triage


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
    total = None
    if instrument.kind is Kind.SUM and not missing:
        total = sum(answers.get(item.id, 0) for item in instrument.items if item.scored)
    band = None if total is None else band_of(instrument, total)
    parts = tuple(_subscale(instrument, rule, answers, skipped) for rule in instrument.subscales)
    return Scored(
        instrument=instrument.code,
        version=instrument.version,
        total=total,
        band=band,
        missing=missing,
        skipped=skipped,
        subscales=parts,
        flags=patterns.item_flags(instrument, answers)
        + patterns.pattern_flags(instrument, answers, skipped)
        + patterns.score_flags(instrument, total, parts),
        intervention=None if band is None else patterns.intervention(instrument, band, answers),
    )


def band_of(instrument: Instrument, total: int) -> Band | None:
    """The band a total falls in: the loader has checked that there is exactly one, or that there are no bands."""
    found = (b for b in instrument.bands if b.low is not None and b.high is not None and b.low <= total <= b.high)
    return next(found, None)


def _triage(instrument: Instrument, answers: Answers, missing: tuple[str, ...], skipped: tuple[str, ...]) -> Scored:
    """No total and no sum of points, ever (docs/clinical.md). No band while incomplete and nothing established."""
    result = triage(instrument, answers, missing)
    settled = result.level or not missing
    return Scored(
        instrument=instrument.code,
        version=instrument.version,
        total=None,
        band=instrument.band(result.level.name.lower()) if settled else None,
        missing=missing,
        skipped=skipped,
        flags=patterns.item_flags(instrument, answers),
        triage=result,
    )


def _subscale(instrument: Instrument, rule: SubscaleRule, answers: Answers, skipped: tuple[str, ...]) -> Subscale:
    highest = sum(max(instrument.item(item).values) for item in rule.items)
    if any(item not in answers and item not in skipped for item in rule.items):
        return Subscale(rule.code, rule.label, None, (), highest)
    value = sum(answers.get(item, 0) for item in rule.items)
    positive = tuple(whom for whom, least in rule.cutoffs if value >= least)
    return Subscale(rule.code, rule.label, value, positive, highest)
