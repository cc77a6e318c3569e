"""Signs that no typeface here has: found before a document is made, and said by their Unicode name."""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import orjson
import typst

# Emoji, for every machine: typst brings typefaces with letters alone.
TYPEFACES = Path(__file__).parent / "vendor"
SAID = "No typeface here has some signs of this document. Their Unicode names stand in brackets instead."
# What the template sets in the typeface of emoji as a whole (UTS 51, ED-17; in the syntax of typst): a sign among them
# that the text's typeface has too would else take the others' place, and a woman in a lotus position be ♀ alone.
EMOJI = (
    r"(?:\p{Emoji_Presentation}|\p{Extended_Pictographic}[\x{FE0F}\x{200D}\p{Emoji_Modifier}]|[0-9#*]\x{FE0F}?\x{20E3})"
    r"[\x{FE0F}\x{200D}\x{20E3}\p{Emoji_Modifier}\p{Extended_Pictographic}\p{Regional_Indicator}\x{E0020}-\x{E007F}]*"
)
_PROBE = Path(__file__).parent / "signs.typ"
_MARK = "#010203"
# A noncharacter (Unicode 23.7): no typeface ever has it.
_NEVER = "\ufffe"
_GLYPH = re.compile(r'href="#([^"]+)"')


def readable(values: Mapping[str, Any]) -> dict[str, Any]:
    """The same values with each sign that would be an empty box, or nothing, as `[SNOWMAN]`; `signs` says so on the
    page, and is empty where nothing had to be said; `emoji` is what the template sets in their typeface.
    """
    signs = sorted({sign for text in _texts(values) for sign in text if not sign.isascii()})
    lacking = "".join(_lacking(signs))
    # a selector of another form goes with its sign
    named = re.compile(f"([{re.escape(lacking)}])[\ufe00-\ufe0f]*" if lacking else "(?!)")
    return {**_said(values, named), "signs": SAID if lacking else "", "emoji": EMOJI}


def _name(found: re.Match[str]) -> str:
    sign = found[1]
    return f"[{unicodedata.name(sign, f'U+{ord(sign):04X}')}]"


def _lacking(signs: Iterable[str]) -> list[str]:
    """Those that are drawn as the sign that no typeface has. What is drawn as nothing at all (a joiner, a mark of
    direction) is meant to be unseen.
    """
    asked = [_NEVER, *signs]
    picture = typst.compile(
        _PROBE,
        root=_PROBE.parent,
        font_paths=[TYPEFACES],
        sys_inputs={"values": orjson.dumps({"signs": asked, "mark": _MARK}).decode()},
        format="svg",
    ).decode()
    drawn = [set(_GLYPH.findall(part)) for part in picture.partition("<defs")[0].split(f'fill="{_MARK}"')[1:]]
    never = drawn[0]
    return [sign for sign, glyphs in zip(asked, drawn, strict=True) if glyphs and glyphs <= never][1:]


def _texts(value: Any) -> Iterable[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for one in value.values():
            yield from _texts(one)
    elif isinstance(value, (list, tuple)):
        for one in value:
            yield from _texts(one)


def _said(value: Any, named: re.Pattern[str]) -> Any:
    if isinstance(value, str):
        return named.sub(_name, value)
    if isinstance(value, Mapping):
        return {key: _said(one, named) for key, one in value.items()}
    return [_said(one, named) for one in value] if isinstance(value, (list, tuple)) else value
