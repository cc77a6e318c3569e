"""Small arithmetic and words for components: shares of a bar, minutes as hours, initials, form fields.

Nothing here reads data or decides anything; values come in ready and leave as text for the page.
"""

import html
from collections.abc import Mapping
from datetime import date, datetime, time
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo

from django import template
from django.forms import BoundField
from django.templatetags.static import static
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.timezone import get_current_timezone, localtime

from stepwell.kernel.calendar import end_of_day, local_instant
from stepwell.kernel.hours import hours_of, in_hours
from stepwell.kernel.wording import clocks_words, end_clock

register = template.Library()


def _number(value: object) -> float:
    try:
        return float(str(value).replace(",", "."))
    except ValueError:
        return 0.0


@register.filter
def share(part: object, whole: object) -> str:
    """A percentage between 0 and 100 for an SVG attribute, always with a decimal point."""
    total = _number(whole)
    percent = 100.0 * _number(part) / total if total > 0 else 0.0
    return f"{min(max(percent, 0.0), 100.0):.2f}"


@register.filter
def plus(left: object, right: object) -> float:
    """The sum of two numbers that may come as text."""
    return _number(left) + _number(right)


@register.filter
def hours(minutes: object) -> str:
    """Minutes as the hours people say, exactly: 90 → 1.5 h, 540 → 9 h, 170 → 2 h 50 min."""
    return in_hours(int(_number(minutes)))


@register.filter
def hours_against(minutes: object, target: object) -> str:
    """What there is against what is asked for: 7.5 of 9 h."""
    return hours_of(int(_number(minutes)), int(_number(target)))


@register.filter(expects_localtime=True)
def ends(ended_at: datetime, started_at: datetime) -> str:
    """When something ends, by the page's clock, with the day where that isn't the one on which it began."""
    return end_clock(localtime(started_at), ended_at)


@register.filter
def clocks(since: date, until: datetime | None = None) -> str:
    """What is said of a day on which the page's clock changes, or of a stretch within which it does; else empty."""
    zone = ZoneInfo(str(get_current_timezone()))
    begins = since if isinstance(since, datetime) else local_instant(since, time(0), zone)
    return clocks_words(begins, until or end_of_day(begins.astimezone(zone).date(), zone), zone)


@register.filter
def initials(name: object) -> str:
    """First letters of the first and the last word, without titles: "Dr. Ingrid Lindqvist" → IL."""
    words = [word for word in str(name).split() if word[:1].isalpha() and not word.endswith(".")]
    words = words or str(name).split()
    if not words:
        return "?"
    letters = words[0][:1] + (words[-1][:1] if len(words) > 1 else "")
    return letters.upper()


@register.filter
def widget_kind(field: BoundField) -> str:
    """Text · textarea · select · checkbox · checkboxes · radios · file · hidden: decides how a field is laid out."""
    name = field.field.widget.__class__.__name__.lower()
    if field.is_hidden:
        return "hidden"
    if "radioselect" in name:
        return "radios"
    if "checkboxselectmultiple" in name:
        return "checkboxes"
    for kind in ("checkbox", "select", "textarea"):
        if kind in name:
            return kind
    return "file" if "file" in name else "text"


@register.simple_tag
def icon(name: object, size: object = 18, label: object = "", **more: object) -> SafeString:
    """An icon of look/icons.svg; without a label it is decoration. Components call it, pages write <c-icon>.

    A tag and no component inside components: a list of fifty rows has a hundred icons.
    """
    kind = f"icon {more['class']}" if more.get("class") else "icon"
    said = format_html('role="img" aria-label="{}"', label) if label else mark_safe('aria-hidden="true"')
    return format_html(
        '<svg class="{}" width="{}" height="{}" {} focusable="false"><use href="{}#{}"></use></svg>',
        kind,
        size,
        size,
        said,
        _icons(),
        name,
    )


@cache
def _icons() -> str:
    return static("look/icons.svg")


@register.simple_tag
def passed(attrs: Mapping[str, object]) -> SafeString:
    """The attributes a component hands on to its element, each escaped.

    cotton's own {{ attrs }} writes a :dynamic="value" unescaped: a person's words could become markup.
    """
    excluded: set[str] = getattr(attrs, "_exclude_from_str", set())
    kept = [(name, value) for name, value in attrs.items() if name not in excluded and value not in (False, None)]
    return format_html_join(
        " ",
        "{}",
        ((name if value is True else format_html('{}="{}"', name, html.unescape(str(value))),) for name, value in kept),
    )


@register.simple_tag
def control(field: BoundField, **attrs: Any) -> SafeString:
    """The field's own control, tied to its help and its errors for screen readers."""
    described = []
    if field.help_text:
        described.append(f"{field.auto_id}_helptext")
    if field.errors:
        described.append(f"{field.auto_id}_error")
    extra: dict[str, str | bool] = {
        name.replace("_", "-"): str(value) for name, value in attrs.items() if value not in ("", None)
    }
    if described:
        extra["aria-describedby"] = " ".join(described)
    if field.errors:
        extra["aria-invalid"] = "true"
    if widget_kind(field) in ("text", "textarea"):
        # a clinic's browser is shared: it offers nobody what was typed about somebody else
        extra.setdefault("autocomplete", str(field.field.widget.attrs.get("autocomplete", "off")))
        # what is pasted is never cut off without a word: a text that is too long is said to be so, and stays
        extra["maxlength"] = False
        if getattr(field.field.widget, "input_type", "text") == "text":
            extra["dir"] = "auto"  # what is written in Arabic or Hebrew begins at the right
    return field.as_widget(attrs=extra)
