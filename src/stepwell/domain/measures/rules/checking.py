"""What must hold of an instrument's file beyond its form: codes, names, ranges. Every problem is named."""

import re

from stepwell.domain.measures.rules.definitions import Instrument, Kind, Triage

_LOINC = re.compile(r"(\d{1,7})-(\d)")
_LOINC_ANSWER = re.compile(r"LA\d{1,7}-\d")
_CODE = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")
_CODE_WORDS = "40 characters at most of a to z, 0 to 9 and hyphens"
_ITEM = re.compile(r"[a-z][a-z0-9_]{0,39}")
# Other fields of the page that asks (console and phone).
_TAKEN = frozenset({"sheet", "version", "seen", "keep", "remove", "verb", "note", "item", "key"})
_ITEM_WORDS = f"a to z, then 0 to 9 and _ too, but none of {', '.join(sorted(_TAKEN))}"


def loinc_is_valid(code: str) -> bool:
    """Whether a LOINC code has its form and its mod-10 check digit.

    The check digit is Luhn's: from the right, every other digit doubled, digits summed, up to the next ten.
    Answer codes (LA…) count their letters in by a rule we have no source for: their form alone is checked on loading.
    """
    match = _LOINC.fullmatch(code)
    if match is None:
        return False
    digits = [int(digit) for digit in reversed(match[1])]
    doubled = sum(sum(divmod(2 * digit, 10)) for digit in digits[::2])
    return (-(doubled + sum(digits[1::2]))) % 10 == int(match[2])


def problems_of(instrument: Instrument) -> list[str]:
    """Everything that is wrong with it, in words that say what it should be."""
    return [problem for check in _CHECKS for problem in check(instrument)]


def _loinc_problems(instrument: Instrument) -> list[str]:
    codes = [instrument.loinc_panel, instrument.loinc_total, instrument.loinc_result]
    codes += [item.loinc for item in instrument.items]
    codes += [code for rule in instrument.subscales for code in (rule.loinc, rule.loinc_panel)]
    given = [code for code in codes if code]
    wrong = [f"{code} is not a LOINC code: wrong form or check digit" for code in given if not loinc_is_valid(code)]
    answers = dict.fromkeys(option.loinc for item in instrument.items for option in item.options if option.loinc)
    return wrong + [f"{code} is not a LOINC answer code" for code in answers if not _LOINC_ANSWER.fullmatch(code)]


def _id_problems(instrument: Instrument) -> list[str]:
    ids = [item.id for item in instrument.items]
    named = [item for skip in instrument.skips for item in skip.when_zero + skip.skip]
    named += [item for rule in instrument.subscales for item in rule.items]
    named += [item for flag in instrument.item_flags for item in flag.items]
    named += [item for each in (*instrument.patterns, *instrument.raises) for item in each.zero]
    named += [item for each in (*instrument.patterns, *instrument.raises) for need in each.needs for item in need.items]
    named += [step.item for step in instrument.triage]
    twice = [f"item {item} appears twice" for item in sorted({item for item in ids if ids.count(item) > 1})]
    unclear = [item.id for item in instrument.items if len(set(item.values)) < len(item.values)]
    repeats = [f"item {item} has an answer value twice" for item in unclear]
    return [*twice, *repeats, *(f"there is no item {item}" for item in dict.fromkeys(named) if item not in ids)]


def _name_problems(instrument: Instrument) -> list[str]:
    """What the database's columns and the page's fields can hold."""
    wrong = [] if _CODE.fullmatch(instrument.code) else [f"code {instrument.code} must be {_CODE_WORDS}"]
    bad = [item.id for item in instrument.items if not _ITEM.fullmatch(item.id) or item.id in _TAKEN]
    wrong += [f"item {item} can't be named so: {_ITEM_WORDS}" for item in bad]
    wrong += ["version must be 40 characters at most"] if len(instrument.version) > 40 else []
    wrong += ["title must be 80 characters at most"] if len(instrument.title) > 80 else []
    wrong += ["language must be 10 characters at most"] if len(instrument.language) > 10 else []
    wrong += [f"band {band.code} has a label over 120 characters" for band in instrument.bands if len(band.label) > 120]
    wrong += [] if 1 <= instrument.minutes.number <= 120 else ["minutes.number must be from 1 to 120"]
    return wrong + ([] if instrument.items else ["items must not be empty"])


def _score_flag_problems(instrument: Instrument) -> list[str]:
    sums = {rule.code for rule in instrument.subscales} | ({"total"} if instrument.kind is Kind.SUM else set())
    flags = instrument.score_flags
    wrong = [f"score flag {flag.code} is of {flag.of}, which is no sum" for flag in flags if flag.of not in sums]
    open_ended = [flag.code for flag in flags if flag.at_least is None and flag.at_most is None]
    wrong += [f"score flag {code} needs at_least or at_most" for code in open_ended]
    needs = [need for each in (*instrument.patterns, *instrument.raises) for need in each.needs]
    out_of_reach = [need for need in needs if not 1 <= need.count <= len(need.items)]
    twice = [item for need in needs for item in sorted(set(need.items)) if need.items.count(item) > 1]
    wrong += [f"a need names item {item} twice, so it would count twice" for item in twice]
    return wrong + [f"a need counts to {need.count} of {len(need.items)} items" for need in out_of_reach]


def _band_problems(instrument: Instrument) -> list[str]:
    """Bands of a sum cover every total once each, or there are none; only a triage has bands without ranges."""
    if instrument.kind is Kind.TRIAGE:
        return _triage_problems(instrument)
    if instrument.triage:
        return ["only a triage instrument has triage steps"]
    if instrument.kind is Kind.PARTS:
        has_total = bool(instrument.bands or instrument.loinc_total)
        return ["an instrument without a total has no bands and no code for a total"] if has_total else []
    covered: list[int] = []
    for band in instrument.bands:
        if band.low is None or band.high is None:
            return [f"band {band.code} needs low and high"]
        covered.extend(range(band.low, band.high + 1))
    if instrument.bands and covered != list(range(instrument.minimum, instrument.maximum + 1)):
        return [f"bands must cover {instrument.minimum} to {instrument.maximum} in order, without a gap or an overlap"]
    return []


def _triage_problems(instrument: Instrument) -> list[str]:
    if any(band.low is not None for band in instrument.bands):
        return ["a triage instrument's bands have no range"]
    levels = [level.name.lower() for level in Triage]
    if [band.code for band in instrument.bands] != levels:
        return [f"a triage instrument's bands are {', '.join(levels)}"]
    return [] if instrument.triage else ["a triage instrument needs triage steps"]


def _change_problems(instrument: Instrument) -> list[str]:
    """A change is of a total, and its figures lie within what the total can be."""
    change = instrument.change
    if change is None:
        return []
    wrong = [] if instrument.kind is Kind.SUM else ["change needs an instrument with a total"]
    span = instrument.maximum - instrument.minimum
    wrong += [] if 1 <= change.reliable <= span else [f"change.reliable must be from 1 to {span}"]
    wrong += [f"change.sample.sd must be under {span}"] if change.sample and change.sample.sd >= span else []
    percent, below = change.response_percent, change.remission_below
    wrong += [] if percent is None or 1 <= percent <= 100 else ["change.response_percent must be from 1 to 100"]
    most = instrument.maximum
    wrong += [] if below is None or 1 <= below <= most else [f"change.remission_below must be from 1 to {most}"]
    return wrong


_CHECKS = (_loinc_problems, _id_problems, _name_problems, _score_flag_problems, _band_problems, _change_problems)
