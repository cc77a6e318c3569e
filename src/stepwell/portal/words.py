"""Words of a client's pages that aren't a template's: in the language that the page speaks.

What rules say is English. `OF_RULES` is all of it that such a page shows, so that a test can ask for every one of
them in every language.
"""

from datetime import datetime, timedelta
from itertools import chain
from zoneinfo import ZoneInfo

from django.utils.dates import MONTHS, WEEKDAYS
from django.utils.translation import gettext

from stepwell.domain.checkins.rules import CRAVING_WORDS, MOOD_WORDS, TRIGGERS, USE
from stepwell.domain.measures.rules.steps import CHOOSE, NUMBER, Step
from stepwell.domain.orientation.rules import Topic
from stepwell.domain.people.models import Function
from stepwell.domain.safety.rules import HELP_WORDS, HelpStatus
from stepwell.look.times import clock_words

# What those rules refuse on such a page; a test finds each where it is said.
REFUSALS = (
    "You haven't said yet that you agree.",
    "Tick it if you do.",
    "This isn't your name as we know it.",
    "Its words have changed since the page was opened.",
    "Read it again, and then sign.",
    "This goes from 0 to 10.",
    "Choose a number on the scale.",
    "This question is open.",
    "Choose again.",
    "A night has at most 24 hours.",
    "Write hours, such as 6.5.",
    "This is longer than 4,000 letters.",
    "Shorten it, or send it in two check-ins.",
    "None of your sessions begins within the hour.",
    "Come back nearer to its start.",
)
OF_RULES = frozenset(
    chain(
        REFUSALS,
        CRAVING_WORDS,
        MOOD_WORDS,
        TRIGGERS.values(),
        USE.values(),
        (str(one.value) for one in Function),
        (CHOOSE, NUMBER),
        (one.heading for one in Topic),
        *HELP_WORDS.values(),
    )
)


def day_words(local: datetime) -> str:
    """`October 6`"""
    return gettext("%(month)s %(day)s") % {"month": MONTHS[local.month], "day": local.day}


def since(instant: datetime, now: datetime, zone: ZoneInfo) -> str:
    """The time alone on the same day, else with its day: `9:12 pm`, `Monday, 8:40 pm`, `October 6, 8:40 pm`."""
    local, today = instant.astimezone(zone), now.astimezone(zone).date()
    words = clock_words(local)
    if local.date() == today:
        return words
    if timedelta(0) < today - local.date() < timedelta(days=7):
        return f"{WEEKDAYS[local.weekday()]}, {words}"
    return f"{day_words(local)}, {words}"


def help_lines(status: HelpStatus, now: datetime, zone: ZoneInfo) -> tuple[str, str]:
    """What Help says first, and what it says below."""
    line, then = (gettext(words) for words in HELP_WORDS[status.seen])
    return line % {"at": since(status.at, now, zone), "who": status.who}, then


def how(step: Step) -> str:
    """What to do where an answer isn't one of the question's."""
    return gettext(CHOOSE) if step.rows else gettext(NUMBER) % {"low": step.low, "high": step.high}
