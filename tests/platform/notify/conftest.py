"""A message in a world, and an adapter that says what it is told to say."""

from uuid import uuid4

import pytest
from tests.cast import NOW

from stepwell.kernel.actor import system
from stepwell.platform.notify.actions import send_message
from stepwell.platform.notify.adapters import Accepted, use_adapters
from stepwell.platform.notify.adapters.chosen import chosen_adapters
from stepwell.platform.notify.rules import Channel
from stepwell.platform.notify.words import register_template

register_template(
    "test.hello", takes=("word",), subject="A message for you", body="Hello $word.", sms="Hello $word.",
    voice="Hello.", push="Open it when you can.",
)  # fmt: skip


class Told:
    """An adapter that answers what it was told, in order, and remembers what it was given."""

    def __init__(self, *answers):
        self.answers, self.given = list(answers), []

    def send(self, envelope):
        self.given.append(envelope)
        return self.answers.pop(0) if self.answers else Accepted(f"id-{uuid4()}")


@pytest.fixture
def carrier():
    told = Told()
    use_adapters(dict.fromkeys(Channel, told))
    yield told
    use_adapters(chosen_adapters())


@pytest.fixture
def ask(world):
    def ask(channel=Channel.EMAIL, who="client", now=NOW, **more):
        return send_message(
            actor=system("test"), account_id=world.accounts[who].pk, channel=channel, template="test.hello",
            context={"word": "there"}, now=now, **more,
        )  # fmt: skip

    return ask
