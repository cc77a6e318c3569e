"""A document is made in the process, values are never markup, and no sign of them is lost."""

import re
from pathlib import Path

import orjson
import pytest
import typst

from stepwell.platform.documents import signs
from stepwell.platform.documents.signs import EMOJI, SAID, TYPEFACES, readable
from stepwell.platform.documents.typeset import typeset

SRC = Path(typeset.__code__.co_filename).parents[2]

TEMPLATE = '#let it = json(bytes(sys.inputs.values))\n#set document(title: "A")\n#set text(lang: "en")\n= A\n#it.words'


@pytest.fixture
def template(tmp_path):
    file = tmp_path / "one.typ"
    file.write_text(TEMPLATE)
    return file


@pytest.mark.parametrize("words", ["Plain.", '#read("/etc/passwd")', "= $ [ ] \\ #let", "عربي 水 🙂", ""])
def test_whatever_is_typed_is_printed_as_words(template, words):
    assert typeset(template, {"words": words}).startswith(b"%PDF-")


def test_a_template_reads_nothing_outside_its_folder(tmp_path, template):
    template.write_text('#read("/../secret.txt")')
    (tmp_path.parent / "secret.txt").write_text("secret")
    with pytest.raises(typst.TypstError):
        typeset(template, {})


@pytest.mark.parametrize(
    "words",
    [
        "Zoë Łukasz Nguyễn Þóra",
        "سارة",
        "בן-יוסף",
        "Ольга Ελένη",
        "नमस्ते",
        "🙂 🦄 🇺🇸 1️⃣",
        "🧘🏽\u200d♀️",
        "\u2068left\u2069 \u200e",
        "“quoted” – $5 ½ ✓ ♥ ☃ →",
        "ǀ ∣ ¦",
    ],
)
def test_what_the_typefaces_have_is_printed_as_it_is(words):
    assert readable({"words": words}) == {"words": words, "signs": "", "emoji": EMOJI}


def test_what_no_typeface_has_is_named_and_said_to_be():
    told = readable(
        {"name": "Zoë \U0010ffff\U00012000 🙂", "lines": [["a", "\U00012000"]], "deep": {"x": ("\U00012000",)}}
    )
    cuneiform = "[CUNEIFORM SIGN A]"
    assert told["name"] == f"Zoë [U+10FFFF]{cuneiform} 🙂"
    assert (told["lines"], told["deep"]) == ([["a", cuneiform]], {"x": [cuneiform]})
    assert told["signs"] == SAID


def test_numbers_and_truths_stay_what_they_are():
    given = {"a": 1, "b": True, "c": None, "d": 0.5}
    assert readable(given) == {**given, "signs": "", "emoji": EMOJI}


def test_every_sign_is_asked_about_in_one_go(monkeypatch):
    asked = []
    real = typst.compile
    monkeypatch.setattr(signs.typst, "compile", lambda *one, **more: asked.append(1) or real(*one, **more))
    readable({"words": "".join(map(chr, range(0x1F300, 0x1F700)))})
    assert asked == [1]


def drawn(template, words):
    """The shapes that a document is drawn with."""
    values = orjson.dumps(readable({"words": words})).decode()
    more = {"root": template.parent, "font_paths": [TYPEFACES], "sys_inputs": {"values": values}}
    picture = typst.compile(template, format="svg", **more).decode()
    return set(re.findall(r'href="#([^"]+)"', picture))


@pytest.mark.parametrize("words", ["🧘🏽\u200d♀️", "👩\u200d👩\u200d👧", "1️⃣", "❤️", "🏳️\u200d🌈", "👍🏿", "☺️"])
def test_an_emoji_of_several_signs_is_one_picture_of_the_emoji_typeface(template, words):
    template.write_text(
        "#let it = json(bytes(sys.inputs.values))\n#set page(fill: none)\n"
        '#set text(font: "Libertinus Serif")\n'
        '#show regex(it.emoji): set text(font: ("Noto Emoji", "Libertinus Serif"))\n#it.words'
    )
    never, alone = drawn(template, ""), drawn(template, words)
    assert len(alone - never) == 1
    template.write_text(
        '#let it = json(bytes(sys.inputs.values))\n#set page(fill: none)\n#set text(font: "Noto Emoji")\n#it.words'
    )
    assert drawn(template, words) == alone


@pytest.mark.parametrize(
    "path", [one for one in SRC.rglob("*.typ") if one.name != "signs.typ"], ids=lambda one: one.name
)
def test_every_document_sets_emoji_and_says_where_a_sign_is_missing(path):
    words = path.read_text("utf-8")
    assert 'if it.signs != ""' in words
    assert "show regex(it.emoji)" in words
