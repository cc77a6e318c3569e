"""What a rule says, in the language that the page speaks.

A word that no catalog holds stays as it is: a name, and what somebody typed.
"""

from collections.abc import Callable
from datetime import date
from typing import TypeVar, cast

from django.http import HttpRequest
from django.utils import translation
from django.utils.dateformat import format as day_format
from django.utils.translation import gettext, ngettext

from stepwell.kernel.languages import SPOKEN
from stepwell.kernel.phrase import Phrase

Answer = TypeVar("Answer")


def spoken(words: str) -> str:
    """These words; what is filled into them is said otherwise only where it is a `Phrase` itself, or a day."""
    if not words:  # a catalog answers an empty text with its own head
        return ""
    if not isinstance(words, Phrase):
        return gettext(words)
    count = cast("int", words.given["count"]) if words.many else 0
    shape = ngettext(words.shape, words.many, count) if words.many else gettext(words.shape)
    return shape % {name: _filled(value) for name, value in words.given.items()} if words.given else shape


def spoken_ours(words: str) -> str:
    """Where a text may be a name or what somebody typed: a `Phrase` is ours, the rest stays as it is."""
    return spoken(words) if isinstance(words, Phrase) else words


def asked_language(request: HttpRequest) -> str:
    """The language that somebody chose on this page: `in` of its address, which says nothing about anybody."""
    asked = request.GET.get("in", "")
    return asked if asked in SPOKEN else ""


def kept_in_address(request: HttpRequest) -> str:
    """What the address of the next page keeps of a choice; empty where none was made."""
    asked = asked_language(request)
    return f"?in={asked}" if asked else ""


def long_day(day: date) -> str:
    """`October 6, 2026`"""
    return day_format(day, gettext("F j, Y"))


def in_language(language: str, ask: Callable[[], Answer]) -> Answer:
    """What is asked for, said in this language whatever the page speaks."""
    with translation.override(language):
        return ask()


def _filled(value: object) -> object:
    if isinstance(value, date):
        return long_day(value)
    return spoken_ours(value) if isinstance(value, str) else value
