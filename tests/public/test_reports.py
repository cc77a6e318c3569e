"""What the carrier tells us: believed where it is signed, once, and in a sensible order; STOP and START."""

from base64 import b64encode
from hashlib import sha1
from hmac import new
from uuid import uuid4

import pytest
from django.test import Client as Http
from tests.cast import NOW

from stepwell.kernel import clock
from stepwell.kernel.actor import system
from stepwell.platform.notify.address import give_address
from stepwell.platform.notify.models import Address, Message
from stepwell.platform.notify.rules import Channel, State

PUBLIC = "https://north.example"
NUMBER = "+16125550100"


@pytest.fixture(autouse=True)
def standing(settings):
    settings.NOTIFY_SMS_ACCOUNT, settings.NOTIFY_SMS_TOKEN = "AC1", "secret"
    settings.PUBLIC_URL = PUBLIC
    with clock.standing_at(NOW):
        yield


@pytest.fixture
def message(world):
    return Message.objects.create(
        account=world.accounts["client"], channel=Channel.SMS, template="test", to=NUMBER, text="Hello",
        asked_by="test", asked_at=NOW, give_up_at=NOW, due_at=NOW, state=State.SENT, provider_id="SM9",
    )  # fmt: skip


def told(path, form, *, token="secret", **headers):
    signed = PUBLIC + path + "".join(name + form[name] for name in sorted(form))
    signature = b64encode(new(token.encode(), signed.encode(), sha1).digest()).decode()
    return Http(enforce_csrf_checks=True).post(path, form, headers={"X-Twilio-Signature": signature, **headers})


def report(message, said, **more):
    return told(f"/notify/status/{message.pk}/", {"MessageSid": "SM9", "MessageStatus": said, **more})


def stands(message):
    message.refresh_from_db()
    return State(message.state)


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("delivered", State.DELIVERED),
        ("undelivered", State.BOUNCED),
        ("failed", State.BOUNCED),
        ("sent", State.SENT),
        ("queued", State.SENT),
        ("a word of next year", State.SENT),
    ],
)
def test_the_carrier_says_how_a_message_fared(message, said, expected):
    assert report(message, said, ErrorCode="30003").status_code == 204
    assert stands(message) is expected


def test_a_word_said_twice_counts_once(message):
    report(message, "delivered")
    report(message, "delivered")
    assert stands(message) is State.DELIVERED
    assert message.attempts.count() == 1


def test_a_word_that_comes_late_changes_nothing(message):
    report(message, "delivered")
    for late in ("sent", "undelivered", "failed"):
        assert report(message, late).status_code == 204
    assert stands(message) is State.DELIVERED


def test_a_word_that_overtakes_our_own_commit_is_kept(message):
    Message.objects.filter(pk=message.pk).update(state=State.QUEUED, provider_id="")
    report(message, "delivered")
    assert stands(message) is State.DELIVERED
    assert message.provider_id == "SM9"


def test_a_word_about_another_message_of_the_carrier_changes_nothing(message):
    assert report(message, "failed", MessageSid="SM8").status_code == 204
    assert stands(message) is State.SENT


def test_an_id_that_is_none_changes_nothing(message):
    Message.objects.filter(pk=message.pk).update(provider_id="")
    assert report(message, "delivered", MessageSid="\0").status_code == 204
    assert stands(message) is State.SENT


def test_nobody_learns_which_messages_there_are(db):
    assert told(f"/notify/status/{uuid4()}/", {"MessageSid": "SM9", "MessageStatus": "sent"}).status_code == 204


def test_a_forged_word_changes_nothing(message):
    path, form = f"/notify/status/{message.pk}/", {"MessageSid": "SM9", "MessageStatus": "failed"}
    assert told(path, form, token="guessed").status_code == 403
    assert Http().post(path, form).status_code == 403
    assert stands(message) is State.SENT


@pytest.mark.parametrize("missing", ["NOTIFY_SMS_ACCOUNT", "NOTIFY_SMS_TOKEN"])
def test_without_a_carrier_nobody_is_listened_to(message, settings, missing):
    setattr(settings, missing, "")
    path, form = f"/notify/status/{message.pk}/", {"MessageSid": "SM9", "MessageStatus": "failed"}
    assert told(path, form, token="").status_code == 404
    assert stands(message) is State.SENT


@pytest.mark.parametrize("length", ["20001", "9" * 5000, "-1", "many", ""])
def test_a_body_too_long_or_of_no_known_length_is_not_read(message, length):
    answer = Http().post(f"/notify/status/{message.pk}/", {"MessageStatus": "failed"}, CONTENT_LENGTH=length)
    assert answer.status_code == 413


def test_a_report_cannot_be_asked_for_with_get(message):
    assert Http().get(f"/notify/status/{message.pk}/").status_code == 405


@pytest.fixture
def reached(world):
    who = world.accounts["client"].pk
    return give_address(actor=system("test"), account_id=who, channel=Channel.SMS, value=NUMBER, now=NOW)


def wrote(words, number=NUMBER):
    return told("/notify/inbound/", {"From": number, "Body": words})


@pytest.mark.parametrize("word", ["STOP", "stop", " Unsubscribe ", "QUIT", "OptOut"])
def test_one_word_gets_a_person_out_and_another_in_again(reached, word):
    answer = wrote(word)
    assert answer.content == b"<Response/>"
    assert Address.objects.get(pk=reached.pk).opted_out_at == NOW
    wrote("Start")
    assert Address.objects.get(pk=reached.pk).opted_out_at is None


def test_stop_from_a_number_we_do_not_know_or_cannot_read_changes_nothing(reached):
    assert wrote("STOP", "+16125550177").status_code == 200
    assert wrote("STOP", "anonymous").status_code == 204
    assert Address.objects.get(pk=reached.pk).opted_out_at is None


def test_other_words_are_answered_with_where_help_is_and_kept_nowhere(reached):
    answer = wrote("please stop calling it a day, I want to die")
    assert b"988" in answer.content
    assert b"911" in answer.content
    assert Address.objects.get(pk=reached.pk).opted_out_at is None
    assert Message.objects.filter(account=reached.account).count() == 0


def test_nobody_else_can_write_stop_for_them(reached):
    assert told("/notify/inbound/", {"From": NUMBER, "Body": "STOP"}, token="guessed").status_code == 403
    assert Address.objects.get(pk=reached.pk).opted_out_at is None
