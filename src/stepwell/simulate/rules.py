"""What becomes of each person of a made-up program: when they ask, whether they start, how it ends. Pure.

Ends and lengths of stay follow `simulate.teds`. How many who ask never start, how often people come and how many
return are ours: believable, not measured.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from stepwell.domain.admissions.rules.ending import EndReason
from stepwell.simulate import teds

# Ours.
NEVER_START = 0.18
RETURNS = 0.15  # of those who left early
LONGEST_STAY = 12 * 7 - 1  # days: that of the tracks
# Of a hundred signed versions, how the client answers them.
PLAN_SIGNED = {"phone": 68, "room": 20, "paper": 4, "no": 3, "not yet": 5}
# Of a hundred check-ins with a craving of 4 or more, after how many a skill is tried; of a hundred people, how many go
# to meetings outside, and of a hundred of their check-ins, after how many they write one down.
TRIES_FROM, TRIES, GO_TO_MEETINGS, WRITE_MEETING = 4, 35, 40, 30
DAYS_UNNOTICED = 9  # how long somebody stays away before the stay is ended


@dataclass(frozen=True, slots=True)
class Stay:
    """One time in treatment as it will go. `days` from the first to the last one; `comes` of a hundred sessions."""

    reason: EndReason
    days: int
    comes: int

    @property
    def noticed_after(self) -> int:
        """Days from the start until somebody writes down that it ended."""
        return self.days + (DAYS_UNNOTICED if self.reason is EndReason.LEFT_EARLY else 0)


@dataclass(frozen=True, slots=True)
class Life:
    """One person's way as it will go. Without a stay they never start; `gets_to` says how far they come then."""

    number: int
    asks_on: date
    gets_to: str
    stay: Stay | None
    returns_after: int | None
    tells: int


def draw_stay(random: Random) -> Stay:
    """A reason by its share, a length around its median, and how often they come."""
    reason = random.choices(list(teds.SHARES), list(teds.SHARES.values()))[0]
    median = teds.MEDIAN_DAYS_BY_REASON.get(reason, teds.MEDIAN_DAYS_OTHERWISE)
    days = max(1, min(LONGEST_STAY, round(median * random.lognormvariate(0, teds.SPREAD))))
    comes = random.randint(78, 98) if reason is EndReason.COMPLETED else random.randint(60, 92)
    return Stay(reason, days, comes)


def draw_life(random: Random, number: int, first_on: date, days: int) -> Life:
    """One person's way, from a day of the span on."""
    asks_on = first_on + timedelta(days=random.randrange(days))
    if random.random() < NEVER_START:
        return Life(number, asks_on, random.choice(("asked", "screened", "placed")), None, None, 0)
    stay = draw_stay(random)
    returns = stay.reason is EndReason.LEFT_EARLY and random.random() < RETURNS
    return Life(number, asks_on, "started", stay, random.randint(20, 60) if returns else None, random.randint(5, 60))


def draw_lives(seed: str, clients: int, first_on: date, days: int) -> list[Life]:
    """Everybody of a site. The same words for `seed`, the same people."""
    return [draw_life(dice(seed, number), number, first_on, days) for number in range(clients)]


def tracks_needed(clients: int, days: int) -> int:
    """How many groups of ten seat so many who come within so many days, with a seat or two to spare in each."""
    at_once = clients * (1 - NEVER_START) * 46 / days
    return max(2, round(at_once / 7.5 + 0.5))


def dice(*words: object) -> Random:
    """Chance that the words decide: the same ones, the same throws, whatever was thrown elsewhere."""
    return Random("/".join(map(str, words)))  # noqa: S311 - a story, not a secret
