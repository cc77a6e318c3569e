"""Who reads what a client sends, in words: named before it is sent, and never more or fewer than the truth."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext

from stepwell.domain.people.models import CareTeamMember, Function


@dataclass(frozen=True, slots=True)
class Reader:
    """One person of the care team."""

    name: str
    role: str


@dataclass(frozen=True, slots=True)
class Readers:
    """`first` is the counselor or, without one, whoever is named first; empty where nobody is."""

    first: str
    names: tuple[Reader, ...]

    @property
    def words(self) -> str:
        """Maya Okafor and your care team."""
        if not self.names:
            return gettext("The program’s clinical team.")
        others = {reader.name for reader in self.names} - {self.first}
        return gettext("%(name)s and your care team.") % {"name": self.first} if others else f"{self.first}."


def who_sees(team: Sequence[CareTeamMember]) -> Readers:
    """The care team as readers: one line a person, the counselor in front."""
    roles: dict[str, list[str]] = {}
    for member in sorted(team, key=lambda member: member.function != Function.COUNSELOR):
        roles.setdefault(member.staff.name, []).append(gettext(str(member.function)))
    names = tuple(Reader(name, ", ".join(functions)) for name, functions in roles.items())
    return Readers(names[0].name if names else "", names)
