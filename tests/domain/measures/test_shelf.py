"""A program's own instruments: added without code; a wrong file takes itself away and says how to mend it."""

import json
from importlib.resources import files
from pathlib import Path

import pytest

from stepwell.domain.measures.queries import find_instrument
from stepwell.domain.measures.rules import read_shelf, score
from stepwell.kernel.errors import NotFound

SHIPPED = files("stepwell.domain.measures") / "instruments"


def own(folder: Path, code: str, **changes: object) -> None:
    data = json.loads((SHIPPED / "craving.json").read_text("utf-8")) | {"code": code} | changes
    (folder / f"{code}.json").write_text(json.dumps(data), "utf-8")


def test_without_a_folder_there_is_what_is_shipped() -> None:
    shelf = read_shelf(None)
    assert "gad-7" in shelf.instruments
    assert shelf.faults == ()
    assert {each.code for each in shelf.withheld} >= {"taps", "tea", "dast-10"}
    assert all(each.reason for each in shelf.withheld)


def test_a_file_of_ones_own_is_an_instrument(tmp_path: Path) -> None:
    own(tmp_path, "our-scale", title="Our scale")
    shelf = read_shelf(tmp_path)
    assert shelf.faults == ()
    assert score(shelf.instruments["our-scale"], {"q1": 7}).total == 7


def test_the_optional_pack_is_on_once_it_is_copied(tmp_path: Path) -> None:
    text = (SHIPPED / "optional" / "dast-10.json").read_text("utf-8")
    (tmp_path / "dast-10.json").write_text(text, "utf-8")
    shelf = read_shelf(tmp_path)
    assert "dast-10" in shelf.instruments
    assert "dast-10" not in {each.code for each in shelf.withheld}


@pytest.mark.parametrize(
    ("name", "text", "words"),
    [
        ("broken.json", '{"code": "broken",\n  oops}', "broken.json, line 2, column 3: is not JSON"),
        ("latin.json", b'{"code": "\xe9"}', "latin.json: can't be read. Save it as UTF-8"),
        ("list.json", "[]", "list.json: must be an object"),
        ("empty.json", "{}", "empty.json.option_sets: is missing"),
    ],
)
def test_a_file_that_can_not_be_read_says_where_and_the_rest_goes_on(tmp_path, name, text, words) -> None:
    own(tmp_path, "our-scale")
    (tmp_path / name).write_bytes(text if isinstance(text, bytes) else text.encode())
    shelf = read_shelf(tmp_path)
    assert len(shelf.faults) == 1
    assert words in shelf.faults[0]
    assert {"our-scale", "phq-9"} <= {*shelf.instruments}


def test_a_shipped_code_is_taken_and_a_file_is_named_by_its_code(tmp_path: Path) -> None:
    own(tmp_path, "phq-9")
    own(tmp_path, "our-scale")
    (tmp_path / "our-scale.json").rename(tmp_path / "other.json")
    faults = read_shelf(tmp_path).faults
    assert "other.json: holds our-scale. Name the file our-scale.json." in faults
    assert "phq-9.json.code: phq-9 is taken. Give yours a code of its own." in faults
    assert read_shelf(tmp_path).instruments["phq-9"].maximum == 27


def test_a_folder_that_is_not_there_is_said(tmp_path: Path) -> None:
    (fault,) = read_shelf(tmp_path / "nowhere").faults
    assert "mend STEPWELL_INSTRUMENTS" in fault


def test_what_is_withheld_can_not_be_asked(settings, tmp_path: Path) -> None:
    with pytest.raises(NotFound):
        find_instrument("tea")
    own(tmp_path, "our-scale")
    settings.INSTRUMENTS_FOLDER = tmp_path
    assert find_instrument("our-scale").code == "our-scale"
