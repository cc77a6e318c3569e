"""From a specification to an SVG that stands in a page: named and described, without a style of its own."""

import re
from collections.abc import Mapping
from typing import Any
from xml.sax.saxutils import escape

import vl_convert

_OPENING = re.compile(r"<svg\b[^>]*>")
_VIEW_BOX = re.compile(r'viewBox="[^"]*"')
_TAG = re.compile(r"<[^>]*>")
# The picture is one image with a name: what its parts are called is read by nobody, and an empty part has no name.
_OF_PARTS = re.compile(r' (?:role|aria-[a-z]+)="[^"]*"')


def draw(key: str, specification: Mapping[str, Any]) -> str:
    """The picture. `usermeta` of the specification holds its `title` and `description`, which a screen reader reads.

    Width and height are the page's to say; colors are names of the page's own, so that it follows the dark theme and
    paper. Raises `ValueError` where the specification can't be drawn.
    """
    svg = vl_convert.vegalite_to_svg(dict(specification))
    opening = _OPENING.search(svg)
    view_box = _VIEW_BOX.search(opening[0]) if opening else None
    if opening is None or view_box is None:
        raise ValueError("the drawing has no opening")
    told, mark = specification["usermeta"], key[:12]
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="plot-drawing" role="img" {view_box[0]}'
        f' aria-labelledby="plot-{mark}-title plot-{mark}-description">'
        f'<title id="plot-{mark}-title">{escape(told["title"])}</title>'
        f'<desc id="plot-{mark}-description">{escape(told["description"])}</desc>'
    )
    return head + _TAG.sub(lambda tag: _OF_PARTS.sub("", tag[0]), svg[opening.end() :])
