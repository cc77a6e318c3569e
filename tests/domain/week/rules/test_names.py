import itertools
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stepwell.domain.week.rules.names import MemberName, fold, names_in

SAMIR = MemberName("samir", "Samir", "Haddad")
ROSTER = (
    SAMIR,
    MemberName("josie", "Josephine", "Tran", preferred="Josie"),
    MemberName("angel", "Ángel", "de la Cruz"),
    MemberName("maria", "María-José", "O'Brien"),
    MemberName("will", "Will", "Van"),
    MemberName("don", "Don", "Łukasz"),
    MemberName("anna", "Anna", "X"),
    MemberName("grace", "Grace", "Haddad"),
)


def found(text: str, own: str = "samir", names: tuple[MemberName, ...] = ROSTER) -> list[tuple[str, str]]:
    return [(span.text, "+".join(span.person_keys)) for span in names_in(text, own, names)]


@pytest.mark.parametrize(
    ("text", "hits"),
    [
        ("Said he felt like Josie does on Sundays.", [("Josie", "josie")]),
        ("josie and JOSEPHINE", [("josie", "josie"), ("JOSEPHINE", "josie")]),
        ("Josie's plan, Josie\u2019s plan, Josie\u02bcs plan", [("Josie", "josie")] * 3),
        ("Ms. Tran spoke", [("Tran", "josie")]),
        ("Angel, ángel; \u00c1ngel!", [("Angel", "angel"), ("ángel", "angel"), ("\u00c1ngel", "angel")]),
        ("de la fuente, de la Cruz", [("Cruz", "angel")]),
        ("María-José, Maria, José, MariaJose", [(w, "maria") for w in ("María-José", "Maria", "José", "MariaJose")]),
        (
            "O'Brien, O\u2019Brien, OBrien, Brien",
            [(w, "maria") for w in ("O'Brien", "O\u2019Brien", "OBrien", "Brien")],
        ),
        ("He will go by van", [("will", "will"), ("van", "will")]),
        ("Will's will-power, will've", [("Will", "will"), ("will", "will"), ("will", "will")]),
        ("I don't know, don\u2019t ask; Don's ride", [("Don", "don")]),
        ("Lukasz and Łukasz", [("Lukasz", "don"), ("Łukasz", "don")]),
        ("with the grace of", [("grace", "grace")]),
        (
            "Jo\u00adsie and Josie_Tran, Tran2",
            [("Jo\u00adsie", "josie"), ("Josie", "josie"), ("Tran", "josie"), ("Tran", "josie")],
        ),
        ("word\u200bJosie", [("Josie", "josie")]),
        ("Annapolis, Hanna, annal; goodwill, willing, transit", []),
        ("X marks it", []),
        ("", []),
    ],
)
def test_members_are_found_as_whole_words(text: str, hits: list[tuple[str, str]]) -> None:
    assert found(text) == hits


def test_the_span_marks_the_very_letters() -> None:
    text = "Like Josie\u2019s Sundays"
    (span,) = names_in(text, "samir", ROSTER)
    assert (span.start, span.end) == (5, 10)
    assert text[span.start : span.end] == span.text == "Josie"


def test_accents_written_apart_are_found_whole() -> None:
    text = unicodedata.normalize("NFD", "Saw Ángel today")
    assert found(text) == [(unicodedata.normalize("NFD", "Ángel"), "angel")]


def test_ones_own_name_is_ones_own_even_when_shared() -> None:
    assert found("Samir Haddad led") == []
    assert found("Grace Haddad led") == [("Grace", "grace")]
    assert found("Haddad led", own="josie") == [("Haddad", "samir+grace")]


def test_a_person_named_twice_alike_is_one_bearer() -> None:
    twice = (SAMIR, MemberName("thomas", "Thomas", "Thomas", "Thomas"))
    assert found("Thomas", names=twice) == [("Thomas", "thomas")]
    assert found("Thomas", names=(*twice, twice[1])) == [("Thomas", "thomas")]


def test_endings_after_an_apostrophe_are_nobody() -> None:
    assert found("they'll, we've; Ve", names=(SAMIR, MemberName("ll", "Ve", "Ll"))) == [("Ve", "ll")]


def test_a_long_chain_of_hyphens_stays_quick() -> None:
    assert len(found("josie-" * 2000)) == 2000


@pytest.mark.parametrize(
    ("member", "called"),
    [(ROSTER[1], "Josie"), (SAMIR, "Samir"), (MemberName("x", " ", "Tran"), "Tran")],
)
def test_a_member_is_called_by_the_preferred_name_first(member: MemberName, called: str) -> None:
    assert member.called == called


letters = st.text(alphabet="abcdefghijklmnopqrstuvwxyzáéñ", min_size=2, max_size=8)


@given(letters, letters.filter(lambda tail: tail != "t"))
def test_a_name_within_a_longer_word_is_never_found(name: str, more: str) -> None:
    other = (SAMIR, MemberName("other", name.capitalize()))
    for text in (name + more, more + name, more + name + more):
        assert fold(text) == fold(name) or found(text, names=other) == []


@given(letters, st.sampled_from(["{}", "{}'s", "so {}, yes", "({})", "“{}”", "x {}\n", "{}-led", "{}."]), st.booleans())
def test_a_name_standing_alone_is_always_found(name: str, around: str, upper: bool) -> None:
    typed = name.upper() if upper else name
    other = (SAMIR, MemberName("other", name.capitalize()))
    assert (typed, "other") in found(around.format(typed), names=other) or fold(name) in (
        "so",
        "yes",
        "led",
        "samir",
        "haddad",
    )


@given(st.text(max_size=60))
def test_spans_are_in_order_and_true_to_the_text(text: str) -> None:
    spans = names_in(text + " Josie " + text, "samir", ROSTER)
    assert all(a.end <= b.start for a, b in itertools.pairwise(spans))
    assert any(span.text == "Josie" for span in spans)
