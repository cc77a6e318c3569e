"""Typesetting: in this process and without the network."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import orjson
import typst


def typeset(template: Path, values: Mapping[str, Any]) -> bytes:
    """A tagged PDF. The template reads its values as JSON from `sys.inputs.values`, and they are never taken for
    markup; it reads files beside it alone.

    The typefaces come with typst; those of the machine stand in for letters that these don't have. That is why PDF/UA
    isn't asked for: with it, one letter that no typeface has would leave somebody without the whole document.
    """
    return typst.compile(
        template,
        root=template.parent,
        sys_inputs={"values": orjson.dumps(values).decode()},
        format="pdf",
    )
