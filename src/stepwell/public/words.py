"""All that rules say on a public page: a test asks for every one of them in every language."""

from itertools import chain

from stepwell.domain.admissions.rules.fit import words_in_catalog as words_of_fit
from stepwell.domain.outreach.models import PLACES

# What is refused there; a test finds each where it is said.
REFUSALS = (
    "There is no name.",
    "Write what we may call you. A first name is enough.",
    "Write what we may call them.",
    "There is no way to reach you.",
    "There is no way to reach them.",
    "Write a phone number or an e-mail address.",
    "Write a phone number or an e-mail address, so that we can ask you.",
    "Your name is missing.",
    "Write who sends this.",
    "They have to know and agree.",
    "Ask them first, then check it. If you can’t, give them our number instead.",
    "This is too short for a phone number.",
    "Write it with its area code.",
    "This is no e-mail address.",
    "Write it as name@example.org.",
    "Shorten it.",
    "This holds a character that isn't text.",
    "Type it again.",
)
OF_RULES = frozenset(chain(REFUSALS, words_of_fit(), PLACES.values()))
