"""What an orientation packet says, in which order, and what a site may write instead of our words. Pure.

The topics are mission.md's "people know what to expect". Our words are plain and say nothing that differs from state to
state; a program's own counsel reads them before they are used (docs/clinical.md, "Orientation"). What leaves it without
consent follows 42 CFR part 2: medical emergencies (2.51), reports of child abuse or neglect and crimes on the
premises or against staff (2.12(c)), research and audits (2.52, 2.53), and orders of a court under subpart E.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256

import orjson

from stepwell.domain.outreach.rules.prose import blocks
from stepwell.kernel.errors import Refusal, Refused

MOST_LETTERS = 3000
VERSION = 1


class Topic(StrEnum):
    """In the order in which they are read."""

    DAY = "day"
    ASKED = "asked"
    RIGHTS = "rights"
    SEES = "sees"
    GROUP = "group"
    FEES = "fees"
    WRONG = "wrong"
    DANGER = "danger"

    @property
    def heading(self) -> str:
        """Above its words."""
        return _TITLES[self]


_TITLES = {
    Topic.DAY: "What a day is like",
    Topic.ASKED: "What we ask of you",
    Topic.RIGHTS: "Your rights",
    Topic.SEES: "Who sees what about you",
    Topic.GROUP: "In the group",
    Topic.FEES: "What it costs",
    Topic.WRONG: "If something is wrong",
    Topic.DANGER: "If you are in danger",
}
# As staff would type it (`outreach.rules.prose`), but for lines that are broken to fit here.
_WRITTEN: dict[Topic, str] = {
    Topic.DAY: """You come on the days that were agreed, for groups, and you talk with your counselor alone each week.
There are breaks. When and where your next session is stands on your phone.

Come ten minutes early the first time. Bring something with your name on it, your insurance card if
you have one, and a list of what you take.""",
    Topic.ASKED: """- Come on time, and tell us as soon as you know that you can’t.
- If you have used, come all the same and tell us. We look with you at what is safe now.
- Drug and breath tests are part of treatment. We tell you what we test for and what the result
means.
- No violence, no threats, no weapons, and nothing to drink or use here.""",
    Topic.RIGHTS: """- You are treated with respect, whoever you are.
- You have a say in your plan, and you can ask about anything in it.
- You can say no to any part of treatment. We tell you what that would change.
- You can see your record, ask us to correct it, and ask who has looked at it.
- You can leave at any time. If a court or somebody else sent you, ask us first what leaving would
mean there.
- You can ask for an interpreter, and for what you need because of a disability.""",
    Topic.SEES: """Your care team sees your record. Each look at it is written down.

Nothing about you leaves this program without your consent in writing, not even that you come here,
except where federal law allows it: a medical emergency, a report of child abuse or neglect, a crime
here or against our staff, audits, research under strict rules, and an order of a court.

Under “Who may see what” on your phone you read what you have signed and what went out. You can take
a consent back; where one says that it can’t be taken back before a day or an event, it holds until
then.""",
    Topic.GROUP: """- What others say, and that they come here, stays here. They keep to the same for you.
- Nobody records, takes pictures or streams, in the room and on video.
- On video you sit where nobody else can see or hear the group.
- We can’t promise that everybody keeps to it. Tell us if somebody doesn’t.""",
    Topic.FEES: """Before your first day we tell you what it will cost you, as far as your plan has told us, and again
when that changes. Ask for an estimate in writing at any time.

If you can’t pay, say so. We look for help with you before anybody stops your treatment.""",
    Topic.WRONG: """Tell anybody on your team, or ask for the director. You get an answer, and nobody treats you worse
for it.

You can also complain outside of the program: to the state’s office that licenses us, and about your
privacy to the U.S. Department of Health and Human Services. We give you the addresses.""",
    Topic.DANGER: """Call 911. You can call or text 988 at any hour, about yourself or somebody else.

On your phone, “Help” calls the right number and tells our team.""",
}


def _unbroken(text: str) -> str:
    """One line a paragraph or an item of a list."""
    return re.sub(r"(?<!\n)\n(?!\n|- )", " ", text)


OURS: dict[Topic, str] = {topic: _unbroken(text) for topic, text in _WRITTEN.items()}


@dataclass(frozen=True, slots=True)
class Facts:
    """What a packet knows of its site: its name, its phone, and what it charges, as the public pages say it."""

    program: str
    phone: str = ""
    rates: tuple[str, ...] = ()


# A title and its text, as `outreach.rules.prose.blocks` reads it.
Passage = tuple[str, str]


def packet(words: Mapping[str, str], facts: Facts, say: Callable[[str], str] = str) -> list[Passage]:
    """The whole packet; a topic without words of the site's has ours. `say` puts ours into the reader's language."""
    passages = []
    for topic in Topic:
        text = words.get(topic.value, "").strip() or say(OURS[topic])
        more = []
        if topic is Topic.FEES:
            more = [f"- {rate}" for rate in facts.rates]
        if topic in (Topic.WRONG, Topic.DANGER) and facts.phone:
            more = [f"{facts.program}: {facts.phone}"]
        passages.append((say(topic.heading), "\n\n".join(filter(None, (text, "\n".join(more))))))
    return passages


def digest(passages: list[Passage]) -> str:
    """A mark of what was read: a signature is refused where the words are others by now."""
    return sha256(orjson.dumps([VERSION, passages])).hexdigest()[:32]


def check_words(words: Mapping[str, str]) -> dict[str, str]:
    """A site's own words by topic, without outer spaces. Raises `Refused` with every one that can't be kept."""
    refusals = []
    for topic in Topic:
        text = words.get(topic.value, "")
        if len(text) > MOST_LETTERS:
            refusals.append(Refusal(f"This is longer than {MOST_LETTERS} letters.", topic.value, "Shorten it."))
        if "\0" in text:
            refusals.append(Refusal("This holds a character that isn't text.", topic.value, "Type it again."))
    if refusals:
        raise Refused(*refusals)
    kept = {topic.value: words.get(topic.value, "").strip() for topic in Topic}
    return {name: text for name, text in kept.items() if text and blocks(text) != blocks(OURS[Topic(name)])}
