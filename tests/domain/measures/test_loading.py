"""Instrument files: what is shipped holds together, and a wrong file says where it is wrong."""

import json
from collections.abc import Callable
from importlib.resources import files
from typing import Any

import pytest

from stepwell.domain.measures.rules import (
    InstrumentError,
    instrument_codes,
    load_instrument,
    loinc_is_valid,
    parse_instrument,
)

FOLDER = files("stepwell.domain.measures") / "instruments"


def data(code: str = "phq-9") -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads((FOLDER / f"{code}.json").read_text("utf-8"))
    return loaded


@pytest.mark.parametrize("code", ["75624-7", "72110-0", "44249-1", "44260-8", "93373-9", "72109-2"])
def test_real_codes_pass_the_check_digit(code: str) -> None:
    assert loinc_is_valid(code)


@pytest.mark.parametrize("code", ["72109-3", "75624-8", "44249-0", "", "44249", "LA33-6", "44249-11", "x-1"])
def test_wrong_codes_do_not(code: str) -> None:
    assert not loinc_is_valid(code)


def test_every_shipped_instrument_loads_and_says_whose_it_is_and_what_is_sure() -> None:
    assert {"audit", "c-ssrs-screener", "phq-9", "gad-7", "bam", "bam-r", "cows"} <= {*instrument_codes()}
    for code in instrument_codes():
        instrument = load_instrument(code)
        assert instrument.code == code
        assert instrument.notice
        assert instrument.attribution
        assert instrument.figures
        assert all(loinc_is_valid(item.loinc) for item in instrument.items if item.loinc)
        assert all(figure.source for figure in instrument.figures)


def test_every_instrument_is_named_among_the_licenses() -> None:
    licenses = (FOLDER / "LICENSES.md").read_text("utf-8")
    assert all(f"`{code}.json`" in licenses for code in instrument_codes())


def test_client_titles_give_nothing_away() -> None:
    titles = " ".join(load_instrument(code).client_title.lower() for code in instrument_codes())
    telling = (
        "suicid",
        "depress",
        "disorder",
        "audit",
        "screen",
        "withdraw",
        "opi",
        "ptsd",
        "anxi",
        "trauma",
        "addict",
    )
    assert not any(word in titles for word in telling)


def test_maximum_and_unverified_figures() -> None:
    assert load_instrument("audit").maximum == 40
    assert load_instrument("phq-9").maximum == 27
    assert any(not figure.confirmed for figure in load_instrument("audit").figures)


def test_an_unknown_code_is_named() -> None:
    with pytest.raises(InstrumentError, match="whoqol: no such instrument"):
        load_instrument("whoqol")


def change(path: str, value: object) -> Callable[[dict[str, Any]], None]:
    def apply(top: dict[str, Any]) -> None:
        *way, last = [int(part) if part.isdigit() else part for part in path.split("/")]
        node: Any = top
        for part in way:
            node = node[part]
        node[last] = value

    return apply


@pytest.mark.parametrize(
    ("path", "value", "message"),
    [
        ("title", 3, "x.title: must be text"),
        ("title", " ", "x.title: must not be empty"),
        ("kind", "guess", "x.kind: must be one of sum, parts, triage"),
        ("rater", "anyone", "x.rater: must be one of self, clinician"),
        ("minutes/number", 0, "minutes.number must be from 1 to 120"),
        ("code", "PHQ 9", "code PHQ 9 must be 40 characters at most of a to z"),
        ("version", "v" * 41, "version must be 40 characters at most"),
        ("title", "t" * 81, "title must be 80 characters at most"),
        ("language", "english (US)", "language must be 10 characters at most"),
        ("items/0/id", "seen", "item seen can't be named so"),
        ("option_sets/days", {"from": 3, "to": 3}, "must go up, by 100 at most"),
        ("patterns/0/needs/0/count", 10, "a need counts to 10 of 9 items"),
        ("patterns/0/needs/0/of/1/0", ["q8"], "a need names item q8 twice"),
        ("patterns/0/needs/0/of/1", [["q9"]], r"must be \[\[items\], mark\]"),
        ("patterns/0/zero", ["q12"], "there is no item q12"),
        ("colour", "red", "x.colour: is not a known key"),
        ("items", {}, "x.items: must be a list"),
        ("items/0", "q1", r"x.items\[0\]: must be an object"),
        ("items/0/scored", "no", r"x.items\[0\].scored: must be true or false"),
        ("items/0/options", "weeks", r"x.items\[0\].options: must be one of days, difficulty"),
        ("items/0/txt", "typo", r"x.items\[0\].txt: is not a known key"),
        ("items/1/id", "q1", "item q1 appears twice"),
        ("items/1/loinc", "44255-9", "44255-9 is not a LOINC code"),
        ("option_sets/days/1/0", "1", r"days\[1\]\[0\]: must be a whole number"),
        ("option_sets/days/1/0", True, "must be a whole number"),
        ("option_sets/days/1/0", 0, "item q1 has an answer value twice"),
        ("option_sets/days/1/2", "33-6", "33-6 is not a LOINC answer code"),
        ("option_sets/days/1", [1], r"must be \[value, label\]"),
        ("skips/0/skip", ["q77"], "there is no item q77"),
        ("bands/1/low", 6, "bands must cover 0 to 27"),
        ("bands/1/high", 10, "bands must cover 0 to 27"),
        ("bands/1/low", None, "must be a whole number"),
        ("item_flags/0/items", ["q0"], "there is no item q0"),
        ("figures/0/state", "maybe", "must be one of confirmed, unverified"),
    ],
)
def test_a_wrong_file_says_where(path: str, value: object, message: str) -> None:
    top = data()
    change(path, value)(top)
    with pytest.raises(InstrumentError, match=message):
        parse_instrument(top, "x")


def test_missing_parts_are_named() -> None:
    top = data()
    del top["notice"]
    with pytest.raises(InstrumentError, match=r"x\.notice: is missing"):
        parse_instrument(top, "x")
    top = data()
    del top["bands"][2]["high"]
    with pytest.raises(InstrumentError, match="band moderate needs low and high"):
        parse_instrument(top, "x")
    with pytest.raises(InstrumentError, match="x: must be an object"):
        parse_instrument([], "x")


def test_a_triage_has_no_ranges_and_a_cutoff_is_a_pair() -> None:
    top = data("c-ssrs-screener")
    top["bands"][0]["low"] = 0
    with pytest.raises(InstrumentError, match="have no range"):
        parse_instrument(top)
    top = data("audit")
    top["subscales"][0]["cutoffs"] = [["men"]]
    with pytest.raises(InstrumentError, match=r"must be \[whom, least\]"):
        parse_instrument(top)


def test_every_problem_is_listed_at_once() -> None:
    top = data()
    top["loinc_panel"], top["bands"][0]["high"] = "44249-2", 3
    with pytest.raises(InstrumentError) as caught:
        parse_instrument(top)
    assert len(caught.value.problems) == 2
