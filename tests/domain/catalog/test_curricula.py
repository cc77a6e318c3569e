"""The shipped curricula have the structure that the document gives, their credit, and a schema."""

import pytest

from stepwell.domain.catalog.rules.curricula import (
    find_curriculum_text,
    number_at,
    parse_curriculum,
    shipped_curricula,
)
from stepwell.kernel.errors import Refused

GOOD = {
    "code": "own", "title": "Own", "minutes": 60, "when": "", "credit": "Us", "license": "Ours", "sessions": ["One"],
}  # fmt: skip


def test_matrix_has_its_sessions_and_minutes_and_its_credit():
    matrix = {one.code: one for one in shipped_curricula() if one.code.startswith("matrix-")}
    assert {code: (len(one.sessions), one.minutes) for code, one in matrix.items()} == {
        "matrix-early-recovery": (8, 50),
        "matrix-relapse-prevention": (32, 90),
        "matrix-family-education": (12, 90),
        "matrix-social-support": (36, 90),
        "matrix-individual": (3, 50),
    }
    assert all("SMA 06-4152" in one.credit for one in matrix.values())
    assert find_curriculum_text("none") is None


def test_what_is_ours_says_so():
    for one in shipped_curricula():
        assert one.license
        assert one.code.startswith("matrix-") or one.credit == "Stepwell"


@pytest.mark.parametrize(
    ("change", "where"),
    [
        ({"code": "other"}, "code"),
        ({"title": " "}, "title"),
        ({"when": 3}, "when"),
        ({"minutes": 0}, "minutes"),
        ({"minutes": "60"}, "minutes"),
        ({"sessions": []}, "sessions"),
        ({"sessions": ["One", " "]}, "sessions"),
        ({"more": 1}, "own"),
    ],
)
def test_a_wrong_file_is_refused_where_it_is_wrong(change, where):
    assert parse_curriculum(GOOD, "own").sessions == ("One",)
    with pytest.raises(Refused) as refused:
        parse_curriculum({**GOOD, **change}, "own")
    assert [one.where for one in refused.value.refusals] == [where]


def test_after_the_last_one_comes_the_first():
    assert [number_at(before, 3) for before in range(5)] == [1, 2, 3, 1, 2]
