"""What messages say. Each part registers its own; a lock screen, a subject or a voice never says what this is about.

42 CFR §2.13: not even that somebody is a client here may be told, and a phone lies on a table. `UNWELCOME` is checked
when a template is registered, so a wrong one fails at the start and in every test. A body behind a login may say more:
it isn't in the message.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from string import Template as Text

from stepwell.platform.notify.rules import Channel

UNWELCOME = re.compile(
    r"\b(treatment|therap\w*|counsel\w*|clinic\w*|patient\w*|client\w*|recovery|rehab\w*|detox\w*|addic\w*|alcohol\w*|"
    r"drugs?|opioid\w*|substance\w*|sober\w*|relapse\w*|craving\w*|crisis|suicid\w*|mental\w*|psych\w*|diagnos\w*|"
    r"medicat\w*|test result\w*|outpatient|iop|health)\b",
    re.IGNORECASE,
)
LONGEST_SMS = 320


@dataclass(frozen=True, slots=True)
class Template:
    """The words of one kind of message. `takes` are the names that `$name` in them stands for.

    Empty words mean that this kind doesn't travel that way.
    """

    name: str
    takes: frozenset[str]
    subject: str = ""
    body: str = ""
    sms: str = ""
    voice: str = ""
    push: str = ""

    def written(self, channel: Channel, context: Mapping[str, str]) -> tuple[str, str]:
        """(subject, text) for a channel; the subject is the e-mail's or the push title. Raises `ValueError`."""
        if missing := self.takes - set(context):
            raise ValueError(f"{self.name} needs {', '.join(sorted(missing))}")
        words = {Channel.EMAIL: self.body, Channel.SMS: self.sms, Channel.VOICE: self.voice, Channel.PUSH: self.push}
        if not words[channel]:
            raise ValueError(f"{self.name} has no words for {channel.value}")
        return _filled(self.subject, context), _filled(words[channel], context)

    def travels_by(self, channel: Channel) -> bool:
        """Whether there are words for this channel."""
        words = {Channel.EMAIL: self.body, Channel.SMS: self.sms, Channel.VOICE: self.voice, Channel.PUSH: self.push}
        return bool(words[channel])


_registered: dict[str, Template] = {}


def register_template(
    name: str, *, takes: tuple[str, ...] = (), subject: str, body: str = "", sms: str = "", voice: str = "",
    push: str = "",
) -> Template:  # fmt: skip
    """A kind of message, registered once by the part that sends it. Raises `ValueError` for words that tell."""
    if name in _registered:
        raise ValueError(f"the message {name} is registered twice")
    template = Template(name, frozenset(takes), subject, body, sms, voice, push)
    for text in (subject, body, sms, voice, push):
        if found := UNWELCOME.search(text):
            raise ValueError(f"{name} would say {found.group()!r} where anybody may read it")
        if strange := set(Text(text).get_identifiers()) - template.takes:
            raise ValueError(f"{name} stands for {', '.join(sorted(strange))}, which it doesn't take")
    if len(sms) > LONGEST_SMS:
        raise ValueError(f"{name} is longer than {LONGEST_SMS} letters as a text message")
    _registered[name] = template
    return template


def template_named(name: str) -> Template:
    """The registered template; `KeyError` for a name nobody registered."""
    return _registered[name]


def templates() -> tuple[Template, ...]:
    """Every kind of message, by name."""
    return tuple(_registered[name] for name in sorted(_registered))


def _filled(text: str, context: Mapping[str, str]) -> str:
    return Text(text).substitute(context)
