"""Which stretch is a meal, and what one table needs."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stepwell.domain.meals.rules import Eats, Meal, check_diet, check_label, is_meal, served
from stepwell.kernel.errors import Refused
from stepwell.kernel.period import Period

NOON = Period(datetime(2026, 10, 6, 18, tzinfo=UTC), datetime(2026, 10, 6, 19, tzinfo=UTC))
LATER = Period(NOON.started_at + timedelta(hours=1), NOON.ended_at + timedelta(hours=1))
PEOPLE = [UUID(int=number) for number in range(6)]
KNOWN = ["Vegan", "Halal"]


@pytest.mark.parametrize("label", ["Lunch", "Evening meal", "LUNCH / rest", "Snacks", "Dinner-break", "Meals"])
def test_a_break_that_is_called_a_meal_is_one(label):
    assert is_meal(label, is_clinical=False)
    assert not is_meal(label, is_clinical=True)


@pytest.mark.parametrize("label", ["Break", "Mealtime planning", "Brunches", "Yoga", ""])
def test_another_break_is_none(label):
    assert not is_meal(label, is_clinical=False)


def test_two_groups_at_one_time_are_one_table_and_each_person_one_head():
    meals = [Meal("Lunch", NOON, frozenset(PEOPLE[:3])), Meal("Lunch", NOON, frozenset(PEOPLE[2:5]))]
    eats = {PEOPLE[0]: Eats(("Vegan", "Halal"), "Nuts"), PEOPLE[1]: Eats(("Halal",)), PEOPLE[4]: Eats()}
    (table,) = served(meals, eats)
    assert (table.heads, table.allergies, table.unknown) == (5, 1, 2)
    assert table.diets == (("Halal", 2), ("Vegan", 1))


@given(
    st.lists(
        st.tuples(st.sampled_from(["Lunch", "Snack"]), st.sampled_from([NOON, LATER]), st.sets(st.sampled_from(PEOPLE)))
    ),
    st.dictionaries(
        st.sampled_from(PEOPLE), st.builds(Eats, st.sampled_from([(), ("Vegan",)]), st.sampled_from(["", "x"]))
    ),
)
def test_nobody_is_counted_twice_at_a_table_and_nobody_is_left_out(told, eats):
    tables = served([Meal(label, period, frozenset(eaters)) for label, period, eaters in told], eats)
    assert len({(one.label, one.period) for one in tables}) == len(tables)
    for one in tables:
        there = {who for label, period, eaters in told if (label, period) == (one.label, one.period) for who in eaters}
        assert one.heads == len(there)
        assert one.unknown == len(there - eats.keys())
        assert sum(count for _, count in one.diets) == sum(bool(eats[who].labels) for who in there & eats.keys())


def test_a_diet_is_kept_once_in_the_sites_order_and_words_in_one_line():
    assert check_diet(["Halal", "Vegan", "Halal"], "  nuts \n and  fish ", KNOWN) == Eats(
        ("Vegan", "Halal"), "nuts and fish"
    )


@pytest.mark.parametrize(
    ("labels", "words", "where"), [(["Paleo"], "", "labels"), ([], "x" * 501, "allergies"), ([], "a\0b", "allergies")]
)
def test_what_cant_be_kept_is_said_beside_its_field(labels, words, where):
    with pytest.raises(Refused) as refused:
        check_diet(labels, words, KNOWN)
    assert [one.where for one in refused.value.refusals] == [where]


@pytest.mark.parametrize("name", ["", "  ", "a\0b", "x" * 41, "vegan"])
def test_a_label_has_a_name_of_its_own(name):
    with pytest.raises(Refused):
        check_label(name, KNOWN)
    assert check_label(" Low  salt ", KNOWN) == "Low salt"
