"""docs/asvs.md says of every requirement of levels 1 and 2 how it stands, and names tests that exist.

`asvs-5.0.0.csv` holds the ids and levels of the OWASP Application Security Verification Standard 5.0.0 (OWASP
Foundation, CC BY-SA 4.0), taken from the table that its repository OWASP/ASVS keeps in `5.0/docs_en`.
"""

import ast
import csv
import re
from collections import Counter
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
DOCUMENT = ROOT / "docs/asvs.md"
STATES = {"met", "partly", "not met", "doesn't apply", "operator's"}
TEST = re.compile(r"`(tests/[\w/.-]+\.py)::(test_\w+)`")
LINK = re.compile(r"\]\(([^)#]+)\)")


def rows():
    lines = DOCUMENT.read_text().splitlines()
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines if re.match(r"\| V\d", line)]


@cache
def defined_in(path):
    """The tests that stand in a file, whether or not it could be imported here."""
    file = ROOT / path
    if not file.is_file():
        return frozenset()
    return frozenset(node.name for node in ast.parse(file.read_text()).body if isinstance(node, ast.FunctionDef))


def standard():
    with (Path(__file__).parent / "asvs-5.0.0.csv").open() as file:
        return {row["id"]: row["level"] for row in csv.DictReader(file)}


def test_every_requirement_of_both_levels_is_there_once():
    assert Counter(standard().values()) == {"1": 70, "2": 183}, "as many as the standard itself counts"
    assert [(row[0], row[1]) for row in rows()] == list(standard().items())


def test_each_has_what_it_asks_a_state_and_by_what():
    for row in rows():
        assert len(row) == 5, row
        number, _level, asks, state, why = row
        assert asks, number
        assert state in STATES, number
        assert why, number


def test_every_test_that_is_named_exists():
    named = {(path, name) for row in rows() for path, name in TEST.findall(row[4])}
    assert len(named) > 100
    assert sorted(f"{path}::{name}" for path, name in named if name not in defined_in(path)) == []
    # nothing that looks like a test escapes the pattern above
    assert all(row[4].count("tests/") == len(TEST.findall(row[4])) for row in rows())


def test_what_is_met_has_a_test_or_a_page_that_says_it():
    bare = [row[0] for row in rows() if row[3] == "met" and not TEST.search(row[4]) and not LINK.search(row[4])]
    assert bare == []


def test_every_page_it_leads_to_exists():
    text = DOCUMENT.read_text() + (ROOT / "docs/security.md").read_text()
    assert sorted(link for link in set(LINK.findall(text)) if not (ROOT / "docs" / link).is_file()) == []


def test_the_counts_at_its_head_are_those_of_the_table():
    head = DOCUMENT.read_text().split("## V1 ")[0]
    said = {state: int(number) for state, number in re.findall(r"\*\*([a-z' ]+)\*\*: (\d+)", head)}
    assert said == Counter(row[3] for row in rows())
