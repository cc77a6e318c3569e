"""A signature that is typed on a screen: the person's own name, their agreement, and a mark of what they read. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

from stepwell.domain.people.rules import plain_letters
from stepwell.kernel.errors import refuse
from stepwell.kernel.phrase import phrase


@dataclass(frozen=True, slots=True)
class Typed:
    """A signature on a screen. `read` is the mark of the text that stood there."""

    name: str
    agrees: bool
    read: str


def same_name(typed: str, *names: str) -> bool:
    """Whether what was typed is one of the names, as people write them: case, accents and double spaces don't count."""
    return bool(typed.strip()) and _plain(typed) in {_plain(name) for name in names}


def check_signature(typed: Typed, names: Sequence[str], stands: str) -> None:
    """Raises `Refused` for what isn't a signature: the last of `names` is how it is asked for. `stands` is the mark of
    the text as it is now.
    """
    if not typed.agrees:
        raise refuse("You haven't said yet that you agree.", "agrees", "Tick it if you do.")
    if not same_name(typed.name, *names):
        raise refuse(
            "This isn't your name as we know it.", "name", phrase("Type it like this: %(name)s.", name=names[-1])
        )
    if typed.read != stands:
        raise refuse("Its words have changed since the page was opened.", "", "Read it again, and then sign.")


def _plain(name: str) -> str:
    return " ".join(plain_letters(name).split())
