"""An instrument in another language: other words, the same questions, scores and alarms."""

import json
from importlib.resources import files
from pathlib import Path

import pytest

from stepwell.domain.measures.queries import find_instrument, language_for, languages_of
from stepwell.domain.measures.rules import read_shelf, score
from stepwell.domain.people.models import Client

SHIPPED = files("stepwell.domain.measures") / "instruments"
SPANISH = [one for texts in read_shelf(None).translations.values() for one in texts]


def own(folder: Path, name: str, **changes: object) -> tuple[str, ...]:
    """The faults of a site's folder with the shipped Spanish GAD-7, changed, in it."""
    (folder / "translations").mkdir(exist_ok=True)
    data = json.loads((SHIPPED / "translations" / "gad-7.es-US.json").read_text("utf-8")) | changes
    (folder / "translations" / name).write_text(json.dumps(data), "utf-8")
    read_shelf.cache_clear()
    return read_shelf(folder).faults


def test_phq_9_and_gad_7_are_there_in_spanish() -> None:
    assert {(one.code, one.language) for one in SPANISH} == {("phq-9", "es-US"), ("gad-7", "es-US")}
    assert languages_of("phq-9") == [("en-US", "English"), ("es-US", "Español")]
    assert languages_of("audit") == [("en-US", "English")]


@pytest.mark.parametrize("spanish", SPANISH, ids=lambda one: one.code)
def test_only_words_differ(spanish) -> None:
    english = find_instrument(spanish.code)
    assert [(item.id, item.values, item.loinc, item.scored) for item in spanish.items] == [
        (item.id, item.values, item.loinc, item.scored) for item in english.items
    ]
    assert not {item.text for item in spanish.items} & {item.text for item in english.items}
    labels = {option.label for item in english.items for option in item.options}
    assert not {option.label for item in spanish.items for option in item.options} & labels
    worst = {item.id: max(item.values) for item in english.items}
    assert score(spanish, worst) == score(english, worst)
    assert (spanish.version, spanish.bands, spanish.item_flags) == (english.version, english.bands, english.item_flags)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"code": "nothing"}, "there is no instrument nothing"),
        ({"version": "Spitzer-2005/1"}, "version: must be Spitzer-2006/1"),
        ({"answers": {"Not at all": "Nada"}}, "answers: “Nearly every day” is missing"),
        ({"items": {"q9": "Otra"}}, "items: “q9” is nowhere in the instrument"),
        ({"language": "en-US"}, "language: must be another one"),
        ({"language": "es-US"}, "gad-7 is there in es-US already"),
        ({"titel": "x"}, "titel: is not a known key"),
        ({"language": "es-MX", "code": "c-ssrs-screener"}, "version: must be"),
    ],
)
def test_a_wrong_translation_takes_itself_away_and_says_why(tmp_path, changes, words) -> None:
    faults = own(tmp_path, "wrong.json", **changes)
    assert any(words in fault for fault in faults), faults
    assert len(read_shelf(tmp_path).translations["gad-7"]) == 1


def test_a_question_that_says_more_is_not_translated_in_part(tmp_path) -> None:
    columbia = find_instrument("c-ssrs-screener")
    labels = {option.label: option.label for item in columbia.items for option in item.options}
    words = {"version": columbia.version, "items": {item.id: item.text for item in columbia.items}, "answers": labels}
    faults = own(tmp_path, "c-ssrs.json", code="c-ssrs-screener", **words)
    assert "c-ssrs.json: q1 says more than its question" in faults


def test_a_site_adds_a_language_without_code(tmp_path) -> None:
    assert own(tmp_path, "gad-7.es-MX.json", language="es-MX") == ()
    assert [one.language for one in read_shelf(tmp_path).translations["gad-7"]] == ["es-MX", "es-US"]


@pytest.mark.parametrize("spoken", ["es", "es-MX", "Spanish", "español", "SPANISH"])
def test_who_speaks_it_is_asked_in_it(spoken) -> None:
    assert language_for(Client(language=spoken), "gad-7", None) == "es-US"


@pytest.mark.parametrize("spoken", ["", "fr", "Estonian"])
def test_who_speaks_another_is_asked_in_the_first(spoken) -> None:
    assert find_instrument("gad-7", language_for(Client(language=spoken), "gad-7", None)).language == "en-US"
