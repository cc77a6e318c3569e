"""Whose figures a band rests on: the rule against published numbers, the files that give them, a program's own."""

import json
from math import ceil
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.domain.measures.test_change import SMALL

from stepwell.domain.measures.queries import shelf
from stepwell.domain.measures.rules import InstrumentError, Shelf, parse_instrument, read_shelf
from stepwell.domain.measures.rules.reliability import Reliability, reliable_change

# Any people at all: what matters in these tests is the number.
SOME = {"population": "people made up for this test", "n": 100, "source": "ours"}


def sample(**changes: object) -> dict[str, object]:
    """A sample of the small instrument, whose totals go from 0 to 3."""
    return {"sd": 1.0, "sd_of": SOME, "r": 0.64, "kind": "test-retest", "r_of": SOME} | changes


def change(**changes: object) -> dict[str, object]:
    return {"sample": sample(**changes), "source": "made up for this test"}


@pytest.mark.parametrize(
    ("sd", "r", "exact", "points"),
    [
        (6.1, 0.89, 5.61, 6),  # PHQ-9: the NHS's 6
        (4.7, 0.87, 4.70, 5),  # GAD-7, by the retest of Bischoff and others
        (5.593, 0.87, 5.59, 6),  # the SD that Bischoff's own 5.59, "rounded to 6", stands for
        (6.1, 0.78, 7.93, 8),  # PHQ-9, by the retest of Delgadillo and others
        (4.7, 0.85, 5.05, 6),  # GAD-7, by theirs
    ],
)
def test_published_figures_come_to_the_points_that_are_given(sd: float, r: float, exact: float, points: int):
    assert reliable_change(sd, r) == pytest.approx(exact, abs=0.005)
    assert ceil(reliable_change(sd, r)) == points


@given(st.floats(0.1, 40), st.floats(0.01, 0.98), st.floats(0.001, 0.01))
def test_the_band_is_wider_with_a_smaller_reliability_and_with_more_scatter(sd: float, r: float, step: float):
    assert reliable_change(sd, r) > reliable_change(sd, r + step)
    assert reliable_change(sd + step, r) > reliable_change(sd, r)


@pytest.mark.parametrize(("sd", "r"), [(-1, 0.5), (0, 0.5), (3, 1), (3, 1.1), (3, 0), (3, -0.1)])
def test_there_is_no_band_of_figures_that_cannot_be(sd: float, r: float):
    with pytest.raises(ValueError, match="SD must be above 0"):
        reliable_change(sd, r)


def test_the_shipped_bands_and_none_for_those_without_a_source():
    given_points = {code: one.change.reliable for code, one in shelf().instruments.items() if one.change}
    assert given_points == {"phq-9": 6, "gad-7": 5, "pcl-5": 15}


def test_every_shipped_band_says_of_whom_and_where_it_is_written():
    for one in shelf().instruments.values():
        if one.change is None:
            continue
        groups = [one.change.sample.sd_of, one.change.sample.r_of] if one.change.sample else [one.change.reliable_of]
        for group in groups:
            assert group is not None, one.code
            assert str(group) in one.change.basis
            assert group.n > 20


def test_what_has_no_band_though_it_is_asked_again_and_again_says_why():
    for code in ("audit", "bam", "bam-r"):
        assert any(one.figure.startswith("no band: ") for one in shelf().instruments[code].figures)


def test_a_file_gives_the_published_sample_and_the_points_follow_rounded_up():
    found = parse_instrument({**SMALL, "change": change()}, "small").change
    assert found is not None
    assert found.reliable == 2  # 1.66
    assert found.sample is not None
    assert found.sample.kind is Reliability.RETEST
    assert found.basis == (
        "It follows from a standard deviation of 1 (100 people made up for this test; ours) "
        "and a reliability of 0.64, test-retest (100 people made up for this test; ours)."
    )


def test_a_point_that_a_source_gives_itself_names_that_source():
    found = parse_instrument({**SMALL, "change": {"reliable": 1, "reliable_of": SOME, "source": "x"}}, "small").change
    assert found is not None
    assert found.basis == "The figure is given in 100 people made up for this test; ours."


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"sd": 0}, "change.sample.sd: must be above 0"),
        ({"sd": -1}, "change.sample.sd: must be above 0"),
        ({"sd": 3.0}, "change.sample.sd must be under 3"),
        ({"sd": "1"}, "sd: must be a number"),
        ({"r": 0}, "change.sample.r: must lie between 0 and 1"),
        ({"r": 1}, "change.sample.r: must lie between 0 and 1"),
        ({"kind": "good"}, "kind: must be one of test-retest, internal consistency"),
        ({"r_of": {**SOME, "n": 1}}, "r_of.n: must be 2 or more"),
        ({"sd_of": {"population": "x", "n": 9}}, "sd_of.source: is missing"),
        ({"sd_of": {**SOME, "year": 2001}}, "sd_of.year: is not a known key"),
    ],
)
def test_a_sample_that_cannot_be_is_named(changes: dict[str, object], said: str):
    with pytest.raises(InstrumentError, match=said):
        parse_instrument({**SMALL, "change": change(**changes)}, "small")


@pytest.mark.parametrize("wrong", [{"source": "x"}, {"sample": sample(), "reliable": 2, "source": "x"}])
def test_a_change_has_either_a_sample_or_a_point(wrong: dict[str, object]):
    with pytest.raises(InstrumentError, match="needs either sample or reliable"):
        parse_instrument({**SMALL, "change": wrong}, "small")


def own(folder: Path, code: str, version: str, **changes: object) -> Shelf:
    """The shelf with a program's own figures for a shipped instrument."""
    (folder / "changes").mkdir(exist_ok=True)
    text = {"code": code, "version": version, "change": change(**changes)}
    (folder / "changes" / f"{code}.json").write_text(json.dumps(text), "utf-8")
    return read_shelf(folder)


def test_a_program_puts_its_own_figures_in_the_place_of_the_shipped_ones(tmp_path: Path):
    shelf = own(tmp_path, "phq-9", "Pfizer-1999/1", sd=5.0, r=0.84)
    assert shelf.faults == ()
    found = shelf.instruments["phq-9"].change
    assert found is not None
    assert (found.reliable, found.response_percent, found.remission_below) == (6, 50, 5)
    assert "standard deviation of 5 (100 people made up" in found.basis
    (spanish,) = shelf.translations["phq-9"]
    assert spanish.change == found


def test_a_program_gives_a_band_to_what_is_shipped_without_one(tmp_path: Path):
    version = shelf().instruments["audit"].version
    found = own(tmp_path, "audit", version, sd=8.0, r=0.84).instruments["audit"].change
    assert found is not None
    assert (found.reliable, found.response_percent) == (9, None)


@pytest.mark.parametrize(
    ("code", "version", "said"),
    [
        ("bam", "", "change needs an instrument with a total"),
        ("bam-r", "BAM", "changes/bam-r.json.version: must be"),
        ("nothing", "1", "changes/nothing.json.code: there is no instrument nothing"),
    ],
)
def test_figures_of_another_instrument_or_of_parts_are_refused_and_the_rest_goes_on(
    tmp_path: Path, code: str, version: str, said: str
):
    found = own(tmp_path, code, version or shelf().instruments[code].version)
    assert any(said in fault for fault in found.faults)
    assert all(found.instruments[one].change is None for one in ("bam", "bam-r"))
    assert found.instruments["phq-9"].change is not None


def test_a_file_of_figures_is_named_by_its_code(tmp_path: Path):
    own(tmp_path, "phq-9", "Pfizer-1999/1")
    (tmp_path / "changes" / "phq-9.json").rename(tmp_path / "changes" / "depression.json")
    read_shelf.cache_clear()
    assert "changes/depression.json: holds phq-9. Name the file phq-9.json." in read_shelf(tmp_path).faults
