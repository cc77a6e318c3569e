"""No message says what the program is about where anybody may read it."""

import pytest

from stepwell.platform.notify.rules import Channel
from stepwell.platform.notify.words import UNWELCOME, register_template, templates


@pytest.mark.parametrize("part", ["subject", "body", "sms", "voice", "push"])
@pytest.mark.parametrize(
    "words", ["Your treatment today", "Drug test at 9", "Relapse plan", "the IOP group", "Your Counselor"]
)
def test_words_that_tell_are_refused_as_they_are_registered(part, words):
    given = {"subject": "A message for you", part: words}
    with pytest.raises(ValueError, match="where anybody may read it"):
        register_template(f"test.telling {part} {words}", **given)


def test_a_name_that_nobody_fills_in_is_refused():
    with pytest.raises(ValueError, match="doesn't take"):
        register_template("test.unfilled", subject="For $name")


def test_what_is_registered_says_nothing_that_tells():
    for template in templates():
        for text in (template.subject, template.body, template.sms, template.voice, template.push):
            assert not UNWELCOME.search(text), template.name


def test_a_text_is_filled_with_what_it_takes_and_refuses_less():
    template = register_template("test.greeting", takes=("link",), subject="A message", sms="Open $link")
    assert template.written(Channel.SMS, {"link": "https://here.example/1"}) == (
        "A message",
        "Open https://here.example/1",
    )
    with pytest.raises(ValueError, match="needs link"):
        template.written(Channel.SMS, {})
    with pytest.raises(ValueError, match="no words for voice"):
        template.written(Channel.VOICE, {"link": "x"})
