"""A component makes a class of a word it is given (`button-{{ variant }}`): each word given has its rule."""

import re
from pathlib import Path

import pytest

import stepwell

ROOT = Path(stepwell.__file__).parent
SHEETS = "\n".join(sheet.read_text() for sheet in (ROOT / "look" / "static" / "look").glob("*.css"))
PAGES = [page.read_text() for page in ROOT.rglob("templates/**/*.html")]
# component, its attribute, the class it becomes, words that need no rule of their own
MADE = [
    ("c-button", "variant", "button-{}", ()),
    ("c-button", "size", "button-{}", ()),
    ("c-chip", "tone", "chip-{}", ("neutral",)),
    ("c-note", "tone", "note-{}", ("info",)),
    ("c-queue", "tone", "queue-{}", ("neutral",)),
    ("c-queue-row", "tone", "queue-row-{}", ("neutral", "warn")),
    ("c-phone.button", "kind", "p-btn-{}", ("secondary",)),
    ("c-phone.note", "tone", "p-{}", ("plain",)),
]


@pytest.mark.parametrize(("component", "attribute", "made", "plain"), MADE, ids=str)
def test_every_word_that_a_page_gives_a_component_has_its_rule(component, attribute, made, plain):
    tags = [tag for page in PAGES for tag in re.findall(rf"<{re.escape(component)}(?=[\s/>])[^>]*>", page)]
    words = {word for tag in tags for word in re.findall(rf'\s{attribute}="([a-z-]+)"', tag)}
    assert words, f"no page gives {component} a {attribute}"
    missing = {word for word in words - set(plain) if not re.search(rf"\.{made.format(word)}(?![\w-])", SHEETS)}
    assert missing == set()
