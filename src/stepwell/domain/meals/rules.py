"""Which part of a day is a meal, how many come to it, and what they eat. Pure.

The words by which a break is known as a meal, and the diets that a site begins with, are ours; a site has its own diets
(`models.DietLabel`).
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from stepwell.kernel.errors import Refusal, Refused
from stepwell.kernel.period import Period

MEAL_WORDS = ("meal", "breakfast", "brunch", "lunch", "dinner", "supper", "snack")
FIRST_DIETS = ("Vegetarian", "Vegan", "Halal", "Kosher", "Diabetes-friendly", "Gluten-free", "No pork", "Soft food")
ALLERGIES_MOST, NAME_MOST = 500, 40


@dataclass(frozen=True, slots=True)
class Meal:
    """One meal of one session, and who is expected at it."""

    label: str
    period: Period
    eaters: frozenset[UUID]


@dataclass(frozen=True, slots=True)
class Eats:
    """What one person eats, and mustn't."""

    labels: tuple[str, ...] = ()
    allergies: str = ""


@dataclass(frozen=True, slots=True)
class Served:
    """What is served at one time: how many heads, and how many of each diet, the most first. `unknown` are those whom
    nobody has asked.
    """

    label: str
    period: Period
    heads: int
    diets: tuple[tuple[str, int], ...]
    allergies: int
    unknown: int


def is_meal(label: str, *, is_clinical: bool) -> bool:
    """A stretch that isn't treatment and is called one: "Lunch", "Evening meal"."""
    words = "".join(char if char.isalpha() else " " for char in label.casefold()).split()
    return not is_clinical and any(word.rstrip("s") in MEAL_WORDS for word in words)


def served(meals: Iterable[Meal], eats: Mapping[UUID, Eats]) -> tuple[Served, ...]:
    """Meals of one name at one time are one table, whichever group comes to it; in order."""
    tables: dict[tuple[Period, str], set[UUID]] = {}
    for meal in meals:
        tables.setdefault((meal.period, meal.label), set()).update(meal.eaters)
    return tuple(_served(label, period, eaters, eats) for (period, label), eaters in sorted(tables.items()))


def _served(label: str, period: Period, eaters: Collection[UUID], eats: Mapping[UUID, Eats]) -> Served:
    known = [eats[one] for one in eaters if one in eats]
    counts = Counter(name for one in known for name in one.labels)
    diets = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
    allergies = sum(bool(one.allergies) for one in known)
    return Served(label, period, len(eaters), tuple(diets), allergies, len(eaters) - len(known))


def check_diet(labels: Sequence[str], allergies: str, known: Collection[str]) -> Eats:
    """What is kept of what was typed: each diet once, in the site's order. Raises `Refused`."""
    refusals = []
    text = " ".join(allergies.split())
    if [name for name in labels if name not in known]:
        refusals.append(Refusal("One of these diets isn’t known here.", "labels", "Choose from the list."))
    if len(text) > ALLERGIES_MOST:
        refusals.append(Refusal(f"This is longer than {ALLERGIES_MOST} letters.", "allergies", "Shorten it."))
    if "\0" in text:
        refusals.append(Refusal("This holds a character that isn’t text.", "allergies", "Type it again."))
    if refusals:
        raise Refused(*refusals)
    return Eats(tuple(name for name in known if name in labels), text)


def check_label(name: str, known: Collection[str]) -> str:
    """A diet's name as it is kept. Raises `Refused`."""
    text = " ".join(name.split())
    if not text or "\0" in text:
        raise Refused(Refusal("The diet needs a name.", "name"))
    if len(text) > NAME_MOST:
        raise Refused(Refusal(f"This is longer than {NAME_MOST} letters.", "name", "Shorten it."))
    if text.casefold() in {one.casefold() for one in known}:
        raise Refused(Refusal("This diet is in the list.", "name"))
    return text
