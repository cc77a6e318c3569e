"""Areas, stages, parts and kinds of condition: what is known is kept in order, what isn't is refused."""

import pytest

from stepwell.domain.careplan.values import (
    Area,
    Condition,
    Means,
    Part,
    Placed,
    Stage,
    check_areas,
    check_placed,
    check_service,
    condition_of,
    is_co_occurring,
)
from stepwell.domain.people.models import Function
from stepwell.kernel.coding import ICD_10_CM, SNOMED_CT
from stepwell.kernel.errors import Refused


def test_there_are_ten_areas_and_the_five_published_stages():
    assert len(Area) == 10
    published = "precontemplation contemplation preparation action maintenance"
    assert [stage.value for stage in Stage] == published.split()
    assert all(one.label for kind in (Area, Stage, Means, Part) for one in kind)


def test_a_part_is_a_function_of_the_care_team():
    assert {part.value for part in Part} == {function.value for function in Function} - {Function.GROUP_LEADER.value}


@pytest.mark.parametrize(
    ("system", "code", "kind"),
    [
        (ICD_10_CM, "F11.20", Condition.SUBSTANCE),
        (ICD_10_CM, "F19.10", Condition.SUBSTANCE),
        (ICD_10_CM, "F33.1", Condition.MENTAL_HEALTH),
        (ICD_10_CM, "F09", Condition.MENTAL_HEALTH),
        (ICD_10_CM, "K70.30", Condition.OTHER),
        (ICD_10_CM, "", None),
        (SNOMED_CT, "F11.20", None),
    ],
)
def test_a_code_says_what_kind_of_condition_it_is(system, code, kind):
    assert condition_of(system, code) is kind


def test_both_kinds_in_one_plan_are_co_occurring():
    assert is_co_occurring([Condition.SUBSTANCE, None, Condition.MENTAL_HEALTH])
    assert not is_co_occurring([Condition.SUBSTANCE, Condition.OTHER])


def test_areas_are_kept_in_their_order_each_once():
    assert check_areas(["aftercare", "cravings", "aftercare"]) == ("cravings", "aftercare")
    assert check_placed(Placed(("self-worth",), "nurse", "action")) == Placed(("self-worth",), "nurse", "action")


@pytest.mark.parametrize(
    ("placed", "where"),
    [(Placed(("sport",)), {"areas"}), (Placed(part="boss", stage="ready"), {"part", "stage"})],
)
def test_an_unknown_word_is_refused_at_its_field(placed, where):
    with pytest.raises(Refused) as refused:
        check_placed(placed)
    assert {one.where for one in refused.value.refusals} == where


def test_an_unknown_kind_of_intervention_is_refused():
    check_service("medication", "prescriber")
    with pytest.raises(Refused):
        check_service("magic", "")
