"""Words of a client's pages that aren't a template's: in the language that the page speaks.

What rules say is English. `OF_RULES` is all of it that such a page shows, so that a test can ask for every one of
them in every language.
"""

from datetime import datetime, timedelta
from itertools import chain
from zoneinfo import ZoneInfo

from django.utils.dates import MONTHS, WEEKDAYS
from django.utils.translation import gettext

from stepwell.domain.availability.rules import Kind as Reason
from stepwell.domain.availability.rules import Sense
from stepwell.domain.checkins.rules import CRAVING_WORDS, MOOD_WORDS, TRIGGERS, USE
from stepwell.domain.consent.rules.words import words_in_catalog as consent_words
from stepwell.domain.contact.rules import Way
from stepwell.domain.measures.rules.steps import CHOOSE, NUMBER, Step
from stepwell.domain.orientation.rules import OURS as PACKET
from stepwell.domain.orientation.rules import Topic
from stepwell.domain.people.models import Function
from stepwell.domain.prevention.rules.meetings import Kind as Meeting
from stepwell.domain.prevention.rules.plan import Part
from stepwell.domain.prevention.rules.skills import OURS as SKILLS
from stepwell.domain.safety.queries.rota import Reachable
from stepwell.domain.safety.rules import HELP_WORDS, HelpStatus
from stepwell.kernel.errors import Refused
from stepwell.look.times import clock_words
from stepwell.platform.notify.address import dialed

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
    "This session has no meeting.",
    "Ask who leads it.",
    "This meeting is over.",
    "This meeting isn't open yet.",
    "It opens a quarter of an hour before it starts.",
    "No day is chosen.",
    "Choose at least one.",
    "Both times are the same.",
    "For the whole day write 00:00 twice.",
    "This date is too far away.",
    "Choose another one.",
    "The last day is before the first.",
    "Choose a later one, or leave it empty.",
    "This is over already.",
    "Choose a later day, or leave it empty.",
    "Take back those that don’t hold any more.",
    "You told us that it isn’t safe to contact you, and a calendar shows your appointments to whoever sees it.",
    "Change that first under “Messages to you”, if it is safe now.",
    "There is no calendar address.",
    "Make one first.",
    "Give both.",
    "Leave both empty for any time.",
    "Shorten it.",
    "This holds a character that isn't text.",
    "Type it again.",
    "Look at what holds now, and save again.",
    "This session isn’t over yet.",
    "Say it afterwards.",
    "This session is more than two days ago.",
    "Tell your counselor, or write it in a check-in.",
    "That isn’t one of the answers.",
    "Choose one of the three.",
    "Say first whether it helped.",
    "This doesn't say why.",
    "A few words are enough, as they were said.",
    "This version is signed already.",
    "What has changed since then comes into the next one.",
    "A newer version of this plan is signed.",
    "Open that one.",
    "There is no plan to sign yet.",
    "Your counselor writes it with you.",
    "Your plan was saved somewhere else meanwhile.",
    "What you typed still stands here. Open the plan on another page, compare, and save again.",
    "Break it up.",
    "Keep what helps most.",
    "This day is still to come.",
    "Write it down once you were there.",
    "Only the last month is kept here.",
    "This isn't between a minute and eight hours.",
    "Write about how long.",
    "Choose what it was.",
    "This was sent already, with other words.",
    "Send once more to add this one as well.",
    "Choose yes, a little, or no.",
    "This was sent already, about another skill.",
    "Open the skill again and answer there.",
    "This doesn't wait for a signature any more.",
    "See the list of consents.",
    "Its last day is over.",
    "Prepare it anew with a later day.",
    "Until then it holds.",
    "Once it has happened, staff record the day with the revocation.",
    "This phone number can't be dialed.",
    "Write it with its area code, such as 612 555 0100.",
    "This language isn't spoken here.",
    "Choose one of the list.",
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
        PACKET.values(),
        consent_words(),
        (one.label for one in Sense),
        (one.value for one in Reason),
        (one.label for one in Way),
        (one.label for one in Meeting),
        *((one.heading, one.hint) for one in Part),
        *((one.title, one.lead, *one.steps) for one in SKILLS.values()),
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


def on_call_words(who: Reachable | None, now: datetime) -> dict[str, str] | None:
    """Who is on call, for the first button of Help. None where nobody is, or their number can't be dialed."""
    if who is None:
        return None
    try:
        number = dialed(who.phone)
    except Refused:
        return None
    return {"name": who.name, "tel": number, "phone": who.phone, "when": until_words(who.until, now)}


def until_words(local: datetime, now: datetime) -> str:
    """`On call until 8:00 am`, with the day where that isn't today."""
    same_day = local.date() == now.astimezone(local.tzinfo).date()
    when = clock_words(local) if same_day else f"{WEEKDAYS[local.weekday()]}, {clock_words(local)}"
    return gettext("On call until %(when)s") % {"when": when}


def how(step: Step) -> str:
    """What to do where an answer isn't one of the question's."""
    return gettext(CHOOSE) if step.rows else gettext(NUMBER) % {"low": step.low, "high": step.high}
