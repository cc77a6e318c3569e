"""Typesetting: in this process and without the network."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import orjson
import typst

from stepwell.platform.documents.signs import TYPEFACES, readable


def typeset(template: Path, values: Mapping[str, Any]) -> bytes:
    """A tagged PDF. The template reads its values as JSON from `sys.inputs.values`, and they are never taken for
    markup; it reads files beside it alone. Every template shows `signs`, which says where a sign couldn't be printed.

    The typefaces come with typst, and emoji with us; those of the machine stand in for letters that these don't have.
    """
    return typst.compile(
        template,
        root=template.parent,
        font_paths=[TYPEFACES],
        sys_inputs={"values": orjson.dumps(readable(values)).decode()},
        format="pdf",
    )
