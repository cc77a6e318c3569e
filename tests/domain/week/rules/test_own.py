"""What can be planned for one person, and whom of the family a consent lets in."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stepwell.domain.catalog.rules.services import ServiceKind
from stepwell.domain.week.rules.own import Relative, Wanted, check_wanted, may_keep, refused_family
from stepwell.kernel.errors import Refused

TODAY = date(2026, 10, 6)
STAY = (date(2026, 10, 5), date(2026, 12, 28))
RELATIVES = (Relative(1, "Rita", True), Relative(2, "Sol", False))


def wanted(**change):
    usual = {"kind": ServiceKind.INDIVIDUAL, "first_on": TODAY, "minutes": 60, "weeks": 4}
    return Wanted(**{**usual, **change})


@given(st.integers(1, 52), st.integers(0, 80))
def test_it_never_outlasts_the_stay_and_lasts_a_day_at_least(weeks, later):
    first_on = TODAY + timedelta(days=later)
    ends_on = check_wanted(wanted(weeks=weeks, first_on=first_on), TODAY, STAY, ())
    assert first_on < ends_on <= STAY[1]
    assert ends_on - first_on <= timedelta(weeks=weeks)


def test_once_is_over_the_next_day():
    assert check_wanted(wanted(weeks=None), TODAY, STAY, ()) == TODAY + timedelta(days=1)


@pytest.mark.parametrize(
    ("change", "where"),
    [
        ({"kind": ServiceKind.GROUP}, "service"),
        ({"minutes": 9}, "minutes"),
        ({"minutes": 241}, "minutes"),
        ({"weeks": 0}, "weeks"),
        ({"weeks": 53}, "weeks"),
        ({"first_on": TODAY - timedelta(days=1)}, "first_on"),
        ({"first_on": STAY[1]}, "first_on"),
        ({"family": frozenset({1})}, "family"),
        ({"kind": ServiceKind.FAMILY, "family": frozenset({2})}, "family"),
        ({"kind": ServiceKind.FAMILY, "family": frozenset({3})}, "family"),
    ],
)
def test_what_cant_be_is_refused_by_its_field(change, where):
    with pytest.raises(Refused) as refused:
        check_wanted(wanted(**change), TODAY, STAY, RELATIVES)
    assert [one.where for one in refused.value.refusals] == [where]


def test_nobody_is_seen_before_their_stay_begins():
    stay = (TODAY + timedelta(days=7), STAY[1])
    with pytest.raises(Refused, match="haven't started"):
        check_wanted(wanted(), TODAY, stay, ())


def test_family_whom_a_consent_names_may_come():
    assert refused_family({1}, RELATIVES) == []
    assert [one.what for one in refused_family({1, 2}, RELATIVES)] == ["No consent in force names Sol."]


def test_a_note_keeps_an_objective_that_was_open_when_they_met():
    met_at = datetime(2026, 10, 7, 16, tzinfo=UTC)
    assert may_keep(None, met_at)
    assert may_keep(met_at + timedelta(minutes=1), met_at)
    assert not may_keep(met_at, met_at)
