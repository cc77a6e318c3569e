"""Texts and calls against a server on loopback that behaves as the carrier documents it."""

from base64 import b64encode
from datetime import timedelta
from urllib.parse import parse_qs
from uuid import UUID

import pytest

from stepwell.platform.notify.adapters import Accepted, Envelope, NotTaken
from stepwell.platform.notify.adapters.telephony import Carrier, TextAdapter, VoiceAdapter

KEY = UUID("5f0c2c1e-58a4-4f44-9c4c-0d8f8f3c5a10")
WORDS = Envelope(KEY, "+16125550100", "", "Tom & Ana <here> at 9?", is_urgent=True)
LOGIN = b64encode(b"AC1:secret").decode()


@pytest.fixture
def carrier(stand_in):
    return Carrier(stand_in.url, "AC1", "secret", "+16125550199", "https://north.example/notify/status/", (2, 2))


def test_a_text_is_queued_under_the_carriers_id_and_reported_under_our_key(stand_in, carrier):
    stand_in.answer(201, {"sid": "SM9", "status": "queued"})
    assert TextAdapter(carrier).send(WORDS) == Accepted("SM9")
    [asked] = stand_in.asked
    assert (asked.method, asked.path) == ("POST", "/2010-04-01/Accounts/AC1/Messages.json")
    assert asked.headers["Authorization"] == f"Basic {LOGIN}"
    assert parse_qs(asked.body.decode()) == {
        "To": ["+16125550100"],
        "From": ["+16125550199"],
        "Body": ["Tom & Ana <here> at 9?"],
        "StatusCallback": [f"https://north.example/notify/status/{KEY}/"],
    }


def test_a_call_says_the_words_twice_and_no_word_becomes_a_tag(stand_in, carrier):
    stand_in.answer(201, {"sid": "CA9"})
    assert VoiceAdapter(carrier).send(WORDS) == Accepted("CA9")
    [asked] = stand_in.asked
    assert asked.path == "/2010-04-01/Accounts/AC1/Calls.json"
    [spoken] = parse_qs(asked.body.decode())["Twiml"]
    assert spoken.count("<Say>Tom &amp; Ana &lt;here&gt; at 9?</Say>") == 2


def test_where_the_carrier_cannot_reach_us_no_report_is_asked_for(stand_in):
    stand_in.answer(201, {"sid": "SM9"})
    TextAdapter(Carrier(stand_in.url, "AC1", "secret", "+16125550199")).send(WORDS)
    assert b"StatusCallback" not in stand_in.asked[0].body


@pytest.mark.parametrize(
    ("status", "said", "headers", "expected"),
    [
        (400, {"code": 21211}, {}, NotTaken("carrier 21211", is_permanent=True)),
        (400, {"code": 21610}, {}, NotTaken("carrier 21610", is_permanent=True, is_stopped=True)),
        (400, {}, {}, NotTaken("http 400", is_permanent=True)),
        (401, {"code": 20003}, {}, NotTaken("carrier 20003")),
        (429, {"code": 20429}, {"Retry-After": "40"}, NotTaken("carrier 20429", retry_after=timedelta(seconds=40))),
        (429, {}, {"Retry-After": "Wed, 21 Oct 2026 07:28:00 GMT"}, NotTaken("http 429")),
        (500, {}, {}, NotTaken("http 500")),
        (503, b"<html>busy</html>", {}, NotTaken("http 503")),
        (201, b"not JSON", {}, NotTaken("http 201")),
        (201, [1, 2], {}, NotTaken("http 201")),
        (201, {"status": "queued"}, {}, NotTaken("http 201")),
    ],
)
def test_each_refusal_is_for_now_or_for_good(stand_in, carrier, status, said, headers, expected):
    stand_in.answer(status, said, headers)
    assert TextAdapter(carrier).send(WORDS) == expected


def test_half_an_answer_is_worth_another_try(stand_in, carrier):
    stand_in.answer(201, b'{"sid": "SM', {"Content-Length": "400"})
    answer = TextAdapter(carrier).send(WORDS)
    assert isinstance(answer, NotTaken)
    assert not answer.is_permanent


def test_a_redirect_is_not_followed_with_our_login(stand_in, carrier):
    stand_in.answer(307, {}, {"Location": f"{stand_in.url}/elsewhere"})
    assert TextAdapter(carrier).send(WORDS) == NotTaken("http 307")
    assert len(stand_in.asked) == 1


def test_a_carrier_that_never_answers_is_left_after_a_while(stand_in):
    stand_in.hang()
    carrier = Carrier(stand_in.url, "AC1", "secret", "+16125550199", patience=(1, 0.1))
    assert TextAdapter(carrier).send(WORDS) == NotTaken("network ReadTimeout")


def test_where_nothing_listens_another_try_is_worth_it(unused_port):
    carrier = Carrier(f"http://127.0.0.1:{unused_port()}", "AC1", "secret", "+16125550199")
    assert TextAdapter(carrier).send(WORDS) == NotTaken("network ConnectionError")


def test_a_signature_holds_for_this_address_and_these_words_alone(carrier):
    # by openssl dgst -sha1 -hmac secret, over https://north.example/xA1B2
    form = {"B": "2", "A": "1"}
    good = "1uIfZo5rn4yvvj3ccOJZurzs1v4="
    assert carrier.signed("https://north.example/x", form, good)
    assert not carrier.signed("https://north.example/y", form, good)
    assert not carrier.signed("https://north.example/x", {**form, "A": "2"}, good)
    assert not carrier.signed("https://north.example/x", form, "")
    assert not carrier.signed("https://north.example/x", form, "é")


def test_the_token_is_not_in_what_a_log_would_print(carrier):
    assert "secret" not in repr(TextAdapter(carrier))
