"""The instruments beyond AUDIT, PHQ-9 and C-SSRS: published values, bands, cut-offs, patterns and skips."""

import json
from importlib.resources import files

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from stepwell.domain.measures.rules import Instrument, Kind, Scored, instrument_codes, load_instrument, score
from stepwell.domain.measures.rules.parsing import parse_instrument
from stepwell.kernel.errors import Refused

AUDIT_C, GAD, PCL, COWS, CIWA, BAM, BAM_R = (
    load_instrument(code) for code in ("audit-c", "gad-7", "pcl-5", "cows", "ciwa-ar", "bam", "bam-r")
)
OPTIONAL = files("stepwell.domain.measures") / "instruments" / "optional"
DAST = parse_instrument(json.loads((OPTIONAL / "dast-10.json").read_text("utf-8")), "dast-10.json")
# Sixteen instruments share what one would get.
FEW = settings(max_examples=20, suppress_health_check=[HealthCheck.too_slow], deadline=None)
ALL = [*(load_instrument(code) for code in instrument_codes()), DAST]


def answered(instrument: Instrument, *values: int) -> Scored:
    return score(instrument, dict(zip((item.id for item in instrument.items), values, strict=False)))


def same(instrument: Instrument, value: int) -> dict[str, int]:
    return {item.id: value for item in instrument.items if item.required}


def full(instrument: Instrument) -> st.SearchStrategy[dict[str, int]]:
    return st.fixed_dictionaries({i.id: st.sampled_from(i.values) for i in instrument.items if i.required})


def flags(scored: Scored) -> set[str]:
    return {flag.code for flag in scored.flags}


def band(scored: Scored) -> str | None:
    return scored.band.code if scored.band else None


def parts(scored: Scored) -> dict[str, int | None]:
    return {part.code: part.value for part in scored.subscales}


@pytest.mark.parametrize(
    ("values", "total", "positive_for"),
    [
        ((2, 1, 1), 4, ("women", "men")),
        ((1, 1, 1), 3, ("women",)),
        ((1, 1, 0), 2, ()),
        ((4, 4, 4), 12, ("women", "men")),
    ],
)
def test_audit_c_shows_both_cut_offs(values, total, positive_for) -> None:
    scored = answered(AUDIT_C, *values)
    assert (scored.total, scored.subscales[0].positive_for, scored.band) == (total, positive_for, None)


def test_audit_c_from_its_first_question_alone_is_reviewed() -> None:
    assert flags(answered(AUDIT_C, 3, 0, 0)) == {"audit-c-question-1-only"}
    assert flags(answered(AUDIT_C, 3, 0, 1)) == set()


@pytest.mark.parametrize(
    ("total", "code", "evaluate"),
    [
        *[(0, "minimal", False), (4, "minimal", False), (5, "mild", False), (9, "mild", False)],
        *[(10, "moderate", True), (14, "moderate", True), (15, "severe", True), (21, "severe", True)],
    ],
)
def test_gad_7_bands_and_evaluation_from_ten(total, code, evaluate) -> None:
    values = [min(3, max(0, total - 3 * place)) for place in range(7)]
    scored = answered(GAD, *values)
    assert (scored.total, band(scored), "gad-7-evaluate" in flags(scored)) == (total, code, evaluate)


def test_pcl_5_has_a_cut_point_and_no_bands() -> None:
    below = answered(PCL, *([2] * 15), *([0] * 5))
    at = answered(PCL, *([2] * 15), 1, *([0] * 4))
    assert (below.total, at.total) == (30, 31)
    assert "pcl-5-cut-point" not in flags(below)
    assert "pcl-5-cut-point" in flags(at)
    assert PCL.bands == ()


@pytest.mark.parametrize(
    ("raised", "provisional"),
    [
        (("q1", "q6", "q8", "q9", "q15", "q16"), True),
        (("q6", "q8", "q9", "q15", "q16"), False),
        (("q1", "q8", "q9", "q15", "q16"), False),
        (("q1", "q6", "q8", "q15", "q16"), False),
        (("q1", "q6", "q8", "q9", "q15"), False),
    ],
)
def test_provisional_ptsd_needs_every_cluster(raised, provisional) -> None:
    scored = score(PCL, {f"q{place}": 2 if f"q{place}" in raised else 1 for place in range(1, 21)})
    assert ("provisional-ptsd" in flags(scored)) is provisional


def test_pcl_5_clusters_add_up_to_the_total() -> None:
    scored = score(PCL, same(PCL, 4))
    assert parts(scored) == {"b": 20, "c": 8, "d": 28, "e": 24}
    assert scored.total == 80


COWS_VALUES = {
    "pulse": (0, 1, 2, 4),
    "gi": (0, 1, 2, 3, 5),
    "sweating": (0, 1, 2, 3, 4),
    "tremor": (0, 1, 2, 4),
    "restlessness": (0, 1, 3, 5),
    "yawning": (0, 1, 2, 4),
    "pupils": (0, 1, 2, 5),
    "anxiety": (0, 1, 2, 4),
    "aches": (0, 1, 2, 4),
    "gooseflesh": (0, 3, 5),
    "nose": (0, 1, 2, 4),
}


def test_cows_allows_its_published_values_and_no_other() -> None:
    assert {item.id: item.values for item in COWS.items} == COWS_VALUES
    assert COWS.maximum == 48
    for item in COWS.items:
        for wrong in {0, 1, 2, 3, 4, 5, 6} - {*item.values}:
            with pytest.raises(Refused):
                score(COWS, {item.id: wrong})


@pytest.mark.parametrize(
    ("answers", "total", "code"),
    [
        ({"pulse": 4}, 4, "below"),
        ({"pulse": 4, "nose": 1}, 5, "mild"),
        ({"pulse": 4, "tremor": 4, "nose": 4}, 12, "mild"),
        ({"pulse": 4, "tremor": 4, "gooseflesh": 5}, 13, "moderate"),
        ({"pulse": 4, "tremor": 4, "nose": 4, "yawning": 4, "aches": 4, "anxiety": 4}, 24, "moderate"),
        ({"pulse": 4, "tremor": 4, "nose": 4, "yawning": 4, "aches": 4, "gi": 5}, 25, "moderately-severe"),
        ({**{item: values[-1] for item, values in COWS_VALUES.items()}}, 48, "severe"),
    ],
)
def test_cows_bands(answers, total, code) -> None:
    scored = score(COWS, {**same(COWS, 0), **answers})
    assert (scored.total, band(scored)) == (total, code)


@pytest.mark.parametrize(
    ("values", "total", "code", "review"),
    [
        ((7, 2), 9, "mild", False),
        ((7, 3), 10, "moderate", True),
        ((7, 7, 4), 18, "moderate", True),
        ((7, 7, 5), 19, "severe", True),
        ((7,) * 9 + (4,), 67, "severe", True),
    ],
)
def test_ciwa_ar_bands_and_the_medical_review(values, total, code, review) -> None:
    scored = answered(CIWA, *values, *([0] * (10 - len(values))))
    assert (scored.total, band(scored), bool(flags(scored))) == (total, code, review)


def test_orientation_of_ciwa_ar_ends_at_four() -> None:
    with pytest.raises(Refused):
        score(CIWA, {"orientation": 5})


@pytest.mark.parametrize(
    ("instrument", "most"),
    [(BAM, {"use": 12, "risk": 24, "protective": 24}), (BAM_R, {"use": 90, "risk": 180, "protective": 180})],
)
def test_both_forms_of_bam_have_three_part_sums_and_never_a_total(instrument, most) -> None:
    scored = score(instrument, {item.id: item.values[-1] for item in instrument.items if item.required})
    assert parts(scored) == most
    assert {part.code: part.maximum for part in scored.subscales} == most
    assert (scored.total, scored.band, scored.missing) == (None, None, ())


def test_bam_forms_are_two_instruments() -> None:
    assert BAM.code != BAM_R.code
    assert BAM.version != BAM_R.version
    with pytest.raises(Refused):
        score(BAM, {"q2": 17})
    assert score(BAM_R, {"q2": 17}).missing


@pytest.mark.parametrize(
    ("answers", "raised"),
    [
        ({}, {"bam-protective"}),
        ({"q4": 1}, {"bam-protective", "bam-use"}),
        ({"q9": 4, "q10": 4, "q12": 4}, {"bam-protective"}),
        ({"q9": 4, "q10": 4, "q12": 4, "q13": 1}, set()),
        ({"q1": 4, "q2": 4, "q3": 3}, {"bam-protective"}),
        ({"q1": 4, "q2": 4, "q3": 4}, {"bam-protective", "bam-risk"}),
    ],
)
def test_bam_flags_are_of_the_parts(answers, raised) -> None:
    assert flags(score(BAM, {**same(BAM, 0), **answers})) == raised


def test_a_part_with_a_missing_answer_has_no_sum_and_raises_no_flag() -> None:
    answers = {item: 0 for item in same(BAM, 0) if item != "q9"}
    scored = score(BAM, answers)
    assert parts(scored) == {"use": 0, "risk": 0, "protective": None}
    assert flags(scored) == set()
    assert scored.missing == ("q9",)


@pytest.mark.parametrize("code", ["socrates-8a", "socrates-8d"])
def test_socrates_has_three_scales_in_their_ranges(code) -> None:
    instrument = load_instrument(code)
    assert parts(score(instrument, same(instrument, 1))) == {"recognition": 7, "ambivalence": 4, "steps": 8}
    assert parts(score(instrument, same(instrument, 5))) == {"recognition": 35, "ambivalence": 20, "steps": 40}


@pytest.mark.parametrize(
    ("yes", "total", "code"),
    [
        (set(), 1, "low-level"),
        ({3}, 0, "none"),
        ({1, 2, 4, 5, 6, 7, 8, 9, 10}, 10, "severe-level"),
        ({1, 2, 3, 4}, 3, "moderate-level"),
    ],
)
def test_dast_10_counts_its_third_question_the_other_way(yes, total, code) -> None:
    values = {place: (place in yes) != (place == 3) for place in range(1, 11)}
    scored = score(DAST, {f"q{place}": int(value) for place, value in values.items()})
    assert (scored.total, band(scored)) == (total, code)
    assert [option.label for option in DAST.item("q3").options if option.value == 1] == ["No"]


def test_an_impression_is_never_a_number() -> None:
    for what in ("eating", "personality"):
        instrument = load_instrument(f"impression-{what}")
        scored = score(instrument, {"impression": 2})
        assert (scored.total, scored.subscales, flags(scored)) == (None, (), {f"{what}-evaluate"})
        assert flags(score(instrument, {"impression": 1})) == set()


@pytest.mark.parametrize("instrument", ALL, ids=lambda each: each.code)
@FEW
@given(data=st.data())
def test_a_total_is_the_sum_of_what_is_scored_and_is_in_range(instrument: Instrument, data: st.DataObject) -> None:
    if instrument.kind is not Kind.SUM:
        return
    answers = data.draw(full(instrument))
    scored = score(instrument, answers)
    scored_ids = {item.id for item in instrument.items if item.scored}
    assert scored.total == sum(value for item, value in answers.items() if item in scored_ids)
    assert instrument.minimum <= (scored.total or 0) <= instrument.maximum
    assert bool(instrument.bands) == (scored.band is not None)


@pytest.mark.parametrize("instrument", ALL, ids=lambda each: each.code)
@FEW
@given(data=st.data())
def test_what_is_missing_is_named_and_never_counted(instrument: Instrument, data: st.DataObject) -> None:
    answers = data.draw(full(instrument))
    dropped = data.draw(st.sampled_from(sorted(answers)))
    kept = {item: value for item, value in answers.items() if item != dropped}
    try:
        scored = score(instrument, kept, optional_skips=False)
    except Refused:
        return  # an answer that an earlier one forbids: refused either way
    if dropped in scored.missing:
        assert scored.total is None
        assert scored.band is None or instrument.kind is Kind.TRIAGE
        touched = {rule.code for rule in instrument.subscales if dropped in rule.items}
        assert all(part.value is None for part in scored.subscales if part.code in touched)
