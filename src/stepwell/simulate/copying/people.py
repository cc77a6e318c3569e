"""The people and places of a copy: new names for the same lives, wherever a name stands."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from random import Random

import orjson

from stepwell.domain.people.rules import as_vector, find_words, sort_key
from stepwell.domain.planreview.rules.snapshot import mark_of, of_stored
from stepwell.simulate.copying.base import NULL, Base, Row
from stepwell.simulate.names import FAMILY, GIVEN, PRONOUNS, draw_phone, email_of, site_name
from stepwell.simulate.rules import dice


@dataclass(frozen=True, slots=True)
class Renamed:
    """Somebody's name before and after: all of it, and what they are called."""

    old: str
    new: str
    old_called: str
    new_called: str


class Cast:
    """Who is who in copy number `copy`. Keys are ids of the base."""

    def __init__(self, base: Base, copy: int, seed: str) -> None:
        self._base, self._copy, self._seed = base, copy, seed
        self.clients: dict[str, Renamed] = {}
        self._plans: dict[str, str] = {}
        self.staff: dict[str, Renamed] = {}
        self._sites = {row[0]: number for number, row in enumerate(base.rows["people.Site"])}
        table = base.table("people.Client")
        called = [table.place(name) for name in ("given_names", "preferred_name")]
        family = table.place("family_name")
        # what people of the base are called: nobody of a copy is called so by chance
        self._taken = {(row[one], row[family]) for row in base.rows["people.Client"] for one in called}
        table = base.table("people.Staff")
        name, account = table.place("name"), table.place("account_id")
        self.accounts: dict[str, Renamed] = {}
        for row in base.rows["people.Staff"]:
            new = " ".join(_name(self._dice("staff", row[0]), 0 if int(row[0]) % 2 else 1))
            self.staff[row[0]] = self.accounts[row[account]] = Renamed(row[name], new, row[name], new)

    def client(self, row: Row, old: Row) -> None:
        """A person of the same life, called otherwise."""
        table = self._base.table("people.Client")
        given, family, pronouns = (table.place(name) for name in ("given_names", "family_name", "pronouns"))
        random = self._dice("client", old[0])
        kind = PRONOUNS.index(old[pronouns]) if old[pronouns] in PRONOUNS else 2
        drawn = _name(random, kind)
        while not self._taken.isdisjoint({drawn, (row[table.place("preferred_name")], drawn[1])}):
            drawn = _name(random, kind)
        row[given], row[family] = drawn
        row[table.place("phone")] = draw_phone(random)
        row[table.place("sort_key")] = sort_key(row[family], row[given])
        row[table.place("find_words")] = as_vector(
            find_words(
                names=(row[given], row[family], row[table.place("preferred_name")]),
                phone=row[table.place("phone")],
                birth_on=date.fromisoformat(born) if (born := row[table.place("birth_on")]) != NULL else None,
            )
        )
        self.clients[old[0]] = Renamed(
            f"{old[given]} {old[family]}", f"{row[given]} {row[family]}", old[given], row[given]
        )

    def account(self, row: Row, old: Row) -> None:
        """An address of the copy's own."""
        table = self._base.table("accounts.User")
        new = self.accounts[old[0]].new if old[0] in self.accounts else "client"
        row[table.place("email")] = email_of(new, self._copy, int(old[0]))

    def site(self, row: Row, old: Row) -> None:
        """A place of another name."""
        number = self._copy * len(self._sites) + self._sites[old[0]]
        row[self._base.table("people.Site").place("name")] = site_name(number)

    def staff_member(self, row: Row, old: Row) -> None:
        """The name that is signed with."""
        row[self._base.table("people.Staff").place("name")] = self.staff[old[0]].new

    def note(self, row: Row, old: Row) -> None:
        """Signed by who signs here."""
        table = self._base.table("week.Note")
        signer = self.staff.get(old[table.place("signed_by_id")])
        if signer is not None:
            place = table.place("signed_as")
            row[place] = old[place].replace(signer.old, signer.new)

    def plan_version(self, row: Row, old: Row) -> None:
        """Signed by who signs here, over the ids that stand here; the steps' owners are called as they are here."""
        table = self._base.table("planreview.PlanVersion")
        said, signed_as, signer = table.place("said"), table.place("signed_as"), old[table.place("signed_by_id")]
        row[signed_as] = old[signed_as].replace(self.staff[signer].old, self.staff[signer].new)
        row[said] = _renamed(row[said], self.staff.values(), '"owner": "{}"')
        # in the text form of COPY a backslash stands twice
        stored = orjson.loads(row[said].replace(r"\\", "\\"))
        row[table.place("mark")] = mark_of(of_stored(stored))
        self._plans[old[table.key]] = old[table.place("client_id")]

    def plan_signature(self, row: Row, old: Row) -> None:
        """The person's own, or a prescriber's, and who saw it."""
        table = self._base.table("planreview.PlanSignature")
        person = self.clients[self._plans[old[table.place("version_id")]]]
        for name in ("signed_as", "witness"):
            row[table.place(name)] = _renamed(row[table.place(name)], [person, *self.staff.values()])

    def task(self, row: Row, old: Row) -> None:
        """A reason that names the person names the one of the copy."""
        table = self._base.table("worklist.Task")
        person = self.clients.get(old[table.place("client_id")])
        if person is not None:
            place = table.place("reason")
            row[place] = old[place].replace(f"talk with {person.old_called}.", f"talk with {person.new_called}.")

    def _dice(self, *words: str) -> Random:
        return dice(self._seed, self._copy, *words)


def _renamed(text: str, those: Iterable[Renamed], form: str = "{}") -> str:
    """Everybody by their new name, all at once: who is called now as another was before isn't renamed again. `form` is
    what stands around a name.
    """
    names = {form.format(one.old): form.format(one.new) for one in reversed([*those])}
    longest_first = sorted(names, key=len, reverse=True)
    return re.sub("|".join(map(re.escape, longest_first)), lambda found: names[found[0]], text) if names else text


def _name(random: Random, kind: int) -> tuple[str, str]:
    return random.choice(GIVEN[kind]), random.choice(FAMILY)
