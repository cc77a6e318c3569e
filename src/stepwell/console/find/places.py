"""What quick-find finds besides people: screens, verbs that need nobody, and verbs for the person who is meant.

Who may open what, the page itself says; `named` says what it is called.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache

from django.urls import resolve, reverse

from stepwell.console.find.named import FOR_PERSON, NEW, SCREENS, VERBS, Named
from stepwell.domain.people.models import Client
from stepwell.domain.people.rules import plain_letters
from stepwell.domain.week.permissions import VIEW_ROLL
from stepwell.domain.week.queries.schedule import my_sessions
from stepwell.kernel.actor import Actor, Permission
from stepwell.kernel.wording import short_date
from stepwell.platform.access.door import permission_of

NOBODY = "00000000-0000-4000-8000-000000000000"


@dataclass(frozen=True, slots=True)
class Found:
    """One line of the results. `aside` tells two people of one name apart."""

    label: str
    url: str
    icon: str
    aside: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """People, verbs or screens."""

    key: str
    heading: str
    items: tuple[Found, ...]


@cache
def needed(named: Named, *about: str) -> Permission:
    """What one must hold to do this: its own word, else what the page asks for."""
    asked = named.permission or permission_of(resolve(reverse(named.page, args=about)).func)
    assert asked is not None  # every view declares one
    return asked


def new_items(actor: Actor) -> list[Found]:
    """The New menu of the header."""
    return [_found(one) for one in NEW if actor.may(needed(one))]


def screens(actor: Actor, typed: str) -> list[Found]:
    """The screens that fit what was typed; all of them where nothing was."""
    return [_found(one) for one in SCREENS if fits(typed, one.words) and actor.may(needed(one))]


def verbs(actor: Actor, typed: str, now: datetime) -> list[Found]:
    """What the actor may start, and the rolls of today's own sessions."""
    known = (*NEW, *VERBS) if typed else NEW
    found = [_found(one) for one in known if fits(typed, one.words) and actor.may(needed(one))]
    if actor.may(VIEW_ROLL):
        for session in my_sessions(actor, now):
            label = f"Open roll of {session.name}"
            if session.can_open and fits(typed, f"{label} group notes sign"):
                aside = f"today {session.starts_at:%H:%M}"
                found.append(Found(label, reverse("group", args=[session.session_id]), "list", aside))
    return found


def _found(one: Named) -> Found:
    return Found(one.label, reverse(one.page), one.icon)


def people(clients: Iterable[Client]) -> list[Found]:
    """Each with pronouns and birth date, so that two of one name are told apart."""
    found = []
    for one in clients:
        asides = [one.pronouns, f"born {short_date(one.birth_on)}" if one.birth_on else ""]
        name = one.name if one.called == one.given_names.split(" ")[0] else f"{one.name} ({one.given_names})"
        aside = " · ".join(part for part in asides if part)
        found.append(Found(name, reverse("client", args=[one.pk]), "person", aside))
    return found


def split_verb(actor: Actor, typed: str) -> tuple[list[Named], str]:
    """The verbs for a person that what was typed begins with, and the rest of it, which names the person."""
    words = typed.split()
    meant = []
    if words and len(words[0]) >= 3:
        fitting = (one for one in FOR_PERSON if fits(words[0], one.words))
        meant = [one for one in fitting if actor.may(needed(one, NOBODY, *one.about))]
    small = set(plain_letters(" ".join(one.words for one in meant)).split())
    rest = [word for word in words if not any(one.startswith(plain_letters(word)) for one in small)]
    return (meant, " ".join(rest)) if rest else ([], typed)


def for_people(meant: Sequence[Named], clients: Sequence[Client]) -> Iterator[Found]:
    """Each verb with each of the first three."""
    for client in clients[:3]:
        for one in meant:
            aside = f"born {short_date(client.birth_on)}" if client.birth_on else ""
            page = reverse(one.page, args=[client.pk, *one.about])
            yield Found(one.label.format(name=client.name), page, one.icon, aside)


def fits(typed: str, words: str) -> bool:
    """Each word typed begins one of the words."""
    there = plain_letters(words).replace("-", " ").split()
    return all(any(one.startswith(part) for one in there) for part in plain_letters(typed).replace("-", " ").split())
