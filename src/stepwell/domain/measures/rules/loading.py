"""From an instrument's file to an `Instrument`, or a clear list of what is wrong with the file.

`parse_instrument` is pure. `load_instrument` reads the files shipped in `measures/instruments/`, once each.
"""

import json
import re
from functools import cache
from importlib.resources import files

from stepwell.domain.measures.rules.definitions import (
    Band,
    Figure,
    FlagSeverity,
    Instrument,
    Item,
    ItemFlag,
    Kind,
    Option,
    Skip,
    SubscaleRule,
)
from stepwell.domain.measures.rules.reading import InstrumentError, Node

_FOLDER = files("stepwell.domain.measures") / "instruments"
_LOINC = re.compile(r"(\d{1,7})-(\d)")
_LOINC_ANSWER = re.compile(r"LA\d{1,7}-\d")


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


def instrument_codes() -> tuple[str, ...]:
    """The codes of the instruments that are shipped."""
    return tuple(sorted(file.name[:-5] for file in _FOLDER.iterdir() if file.name.endswith(".json")))


@cache
def load_instrument(code: str) -> Instrument:
    """The shipped instrument of that code; InstrumentError when there is none or its file is wrong."""
    if code not in instrument_codes():
        raise InstrumentError((f"{code}: no such instrument",))
    return parse_instrument(json.loads((_FOLDER / f"{code}.json").read_text("utf-8")), name=f"{code}.json")


def parse_instrument(data: object, name: str = "instrument") -> Instrument:
    """Read and check one instrument. Raises InstrumentError with every problem that is found."""
    top = Node(data, name)
    sets = {key: tuple(_option(node) for node in value.nodes()) for key, value in top.table("option_sets").items()}
    instrument = Instrument(
        code=top.text("code"),
        version=top.text("version"),
        kind=Kind(top.choice("kind", tuple(Kind))),
        title=top.text("title"),
        client_title=top.text("client_title"),
        language=top.text("language"),
        attribution=top.text("attribution"),
        notice=top.text("notice"),
        license=top.text("license"),
        intro=top.text("intro"),
        recall=top.text("recall"),
        loinc_panel=top.text("loinc_panel", ""),
        loinc_total=top.text("loinc_total", ""),
        loinc_result=top.text("loinc_result", ""),
        items=tuple(_item(node, sets) for node in top.nodes("items")),
        skips=tuple(_skip(node) for node in top.nodes("skips")),
        bands=tuple(_band(node) for node in top.nodes("bands")),
        subscales=tuple(_subscale(node) for node in top.nodes("subscales")),
        item_flags=tuple(_item_flag(node) for node in top.nodes("item_flags")),
        figures=tuple(_figure(node) for node in top.nodes("figures")),
    )
    top.close()
    problems = [f"{name}: {problem}" for check in _CHECKS for problem in check(instrument)]
    if problems:
        raise InstrumentError(tuple(problems))
    return instrument


def _option(node: Node) -> Option:
    """Options are written `[value, label]` or `[value, label, LOINC answer code]`."""
    parts = node.nodes()
    if len(parts) not in (2, 3):
        raise InstrumentError((f"{node.path}: must be [value, label] or [value, label, code]",))
    loinc = parts[2].as_text() if len(parts) == 3 else ""
    return Option(parts[0].as_number(), parts[1].as_text(), loinc)


def _item(node: Node, sets: dict[str, tuple[Option, ...]]) -> Item:
    item = Item(
        id=node.text("id"),
        text=node.text("text"),
        options=sets[node.choice("options", tuple(sets))],
        loinc=node.text("loinc", ""),
        scored=node.truth("scored", True),
        required=node.truth("required", True),
        recall=node.text("recall", ""),
        heading=node.text("heading", ""),
        help=node.text("help", ""),
    )
    node.close()
    return item


def _skip(node: Node) -> Skip:
    skip = Skip(node.texts("when_zero"), node.texts("skip"), node.truth("mandatory"), node.text("source"))
    node.close()
    return skip


def _band(node: Node) -> Band:
    band = Band(
        code=node.text("code"),
        label=node.text("label"),
        low=node.number("low", None),
        high=node.number("high", None),
        intervention=node.text("intervention", ""),
    )
    node.close()
    return band


def _subscale(node: Node) -> SubscaleRule:
    rule = SubscaleRule(
        code=node.text("code"),
        label=node.text("label"),
        items=node.texts("items"),
        loinc=node.text("loinc", ""),
        loinc_panel=node.text("loinc_panel", ""),
        cutoffs=tuple(_cutoff(pair) for pair in node.nodes("cutoffs")),
        source=node.text("source"),
    )
    node.close()
    return rule


def _cutoff(node: Node) -> tuple[str, int]:
    """Cut-offs are written `[whom, least]`."""
    parts = node.nodes()
    if len(parts) != 2:
        raise InstrumentError((f"{node.path}: must be [whom, least]",))
    return parts[0].as_text(), parts[1].as_number()


def _item_flag(node: Node) -> ItemFlag:
    flag = ItemFlag(
        code=node.text("code"),
        severity=FlagSeverity(node.choice("severity", tuple(FlagSeverity))),
        items=node.texts("items"),
        at_least=node.number("at_least"),
        reason=node.text("reason"),
        source=node.text("source"),
    )
    node.close()
    return flag


def _figure(node: Node) -> Figure:
    state = node.choice("state", ("confirmed", "unverified"))
    figure = Figure(node.text("figure"), state == "confirmed", node.text("source"))
    node.close()
    return figure


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
    twice = [f"item {item} appears twice" for item in sorted({item for item in ids if ids.count(item) > 1})]
    unclear = [item.id for item in instrument.items if len(set(item.values)) < len(item.values)]
    repeats = [f"item {item} has an answer value twice" for item in unclear]
    return [*twice, *repeats, *(f"there is no item {item}" for item in dict.fromkeys(named) if item not in ids)]


def _band_problems(instrument: Instrument) -> list[str]:
    """Bands of a sum cover every total from 0 to the highest, once each; a triage has bands without ranges."""
    if instrument.kind is Kind.TRIAGE:
        return ["a triage instrument's bands have no range"] if any(b.low is not None for b in instrument.bands) else []
    covered: list[int] = []
    for band in instrument.bands:
        if band.low is None or band.high is None:
            return [f"band {band.code} needs low and high"]
        covered.extend(range(band.low, band.high + 1))
    if covered != list(range(instrument.maximum + 1)):
        return [f"bands must cover 0 to {instrument.maximum} in order, without a gap or an overlap"]
    return []


_CHECKS = (_loinc_problems, _id_problems, _band_problems)
