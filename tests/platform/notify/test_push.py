"""Notices to a browser: read by the browser alone, signed by us, and dropped where the browser is gone."""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from datetime import timedelta
from uuid import UUID

import http_ece
import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat
from tests.cast import NOW

from stepwell.kernel.actor import system
from stepwell.platform.notify.actions import deliver, send_message
from stepwell.platform.notify.adapters import Accepted, Envelope, NotTaken, use_adapters
from stepwell.platform.notify.adapters.chosen import chosen_adapters, is_push_service
from stepwell.platform.notify.adapters.push import PushAdapter, public_key
from stepwell.platform.notify.address import give_address
from stepwell.platform.notify.models import Address
from stepwell.platform.notify.rules import Channel, State

KEY = UUID("5f0c2c1e-58a4-4f44-9c4c-0d8f8f3c5a10")
AUTH = b"sixteen bytes ok"
BY = system("test")


def text(raw):
    return urlsafe_b64encode(raw).rstrip(b"=").decode()


def raw(said):
    return urlsafe_b64decode(said + "=" * (-len(said) % 4))


def point(key):
    return key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)


@pytest.fixture(scope="module")
def phone():
    return ec.generate_private_key(ec.SECP256R1())


@pytest.fixture(scope="module", params=["as the number alone", "as the operator's guide makes it"])
def server_key(request):
    key = ec.generate_private_key(ec.SECP256R1())
    if request.param == "as the number alone":
        return text(key.private_numbers().private_value.to_bytes(32, "big"))
    # what `openssl ecparam -genkey -outform DER` writes
    return text(key.private_bytes(Encoding.DER, PrivateFormat.TraditionalOpenSSL, NoEncryption()))


@pytest.fixture
def adapter(server_key):
    return PushAdapter(server_key, "mailto:office@north.example")


@pytest.fixture
def subscription(stand_in, phone):
    return json.dumps({"endpoint": f"{stand_in.url}/p/1", "keys": {"p256dh": text(point(phone)), "auth": text(AUTH)}})


def envelope(subscription, *, is_urgent=False):
    return Envelope(KEY, subscription, "Stepwell", "Open it when you can.", is_urgent)


def test_only_the_phone_can_read_it(stand_in, adapter, subscription, phone):
    stand_in.answer(201, b"", {"Location": "https://push.example/m/7"})
    assert adapter.send(envelope(subscription)) == Accepted("https://push.example/m/7")
    [asked] = stand_in.asked
    assert b"Open it" not in asked.body
    assert asked.headers["content-encoding"] == "aes128gcm"
    read = http_ece.decrypt(asked.body, private_key=phone, auth_secret=AUTH, version="aes128gcm")
    assert json.loads(read) == {"title": "Stepwell", "body": "Open it when you can."}


@pytest.mark.parametrize(("is_urgent", "ttl", "urgency"), [(False, "86400", "normal"), (True, "300", "high")])
def test_an_urgent_one_is_pressing_and_soon_stale(stand_in, adapter, subscription, is_urgent, ttl, urgency):
    stand_in.answer(201)
    adapter.send(envelope(subscription, is_urgent=is_urgent))
    headers = {name.lower(): value for name, value in stand_in.asked[0].headers.items()}
    assert (headers["ttl"], headers["urgency"], headers["topic"]) == (ttl, urgency, KEY.hex)


def test_the_push_service_can_tell_that_it_comes_from_us(stand_in, adapter, subscription, server_key):
    stand_in.answer(201)
    adapter.send(envelope(subscription))
    said = {name.lower(): value for name, value in stand_in.asked[0].headers.items()}["authorization"]
    assert said.startswith("vapid ")
    parts = dict(one.strip().split("=", 1) for one in said.removeprefix("vapid ").split(","))
    assert parts["k"] == public_key(server_key)
    head, claims, signature = parts["t"].split(".")
    numbers = raw(signature)
    der = encode_dss_signature(int.from_bytes(numbers[:32], "big"), int.from_bytes(numbers[32:], "big"))
    known = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), raw(public_key(server_key)))
    known.verify(der, f"{head}.{claims}".encode(), ec.ECDSA(SHA256()))  # raises where it isn't ours
    assert json.loads(raw(claims))["sub"] == "mailto:office@north.example"
    assert json.loads(raw(claims))["aud"] == stand_in.url


@pytest.mark.parametrize(
    ("status", "headers", "expected"),
    [
        (404, {}, NotTaken("push 404", is_permanent=True, is_gone=True)),
        (410, {}, NotTaken("push 410", is_permanent=True, is_gone=True)),
        (413, {}, NotTaken("push 413", is_permanent=True)),
        (429, {"Retry-After": "90"}, NotTaken("push 429", retry_after=timedelta(seconds=90))),
        (500, {}, NotTaken("push 500")),
        (503, {}, NotTaken("push 503")),
    ],
)
def test_each_refusal_is_for_now_or_for_good(stand_in, adapter, subscription, status, headers, expected):
    stand_in.answer(status, b"", headers)
    assert adapter.send(envelope(subscription)) == expected


@pytest.mark.parametrize("status", [302, 307])
def test_nobody_leads_us_elsewhere(stand_in, adapter, subscription, status):
    stand_in.answer(status, b"", {"Location": f"{stand_in.url}/inside"})
    assert isinstance(adapter.send(envelope(subscription)), NotTaken)
    assert [one.path for one in stand_in.asked] == ["/p/1"]


def test_where_nothing_listens_another_try_is_worth_it(unused_port, adapter, phone):
    keys = {"p256dh": text(point(phone)), "auth": text(AUTH)}
    gone = json.dumps({"endpoint": f"http://127.0.0.1:{unused_port()}/p", "keys": keys})
    assert adapter.send(envelope(gone)) == NotTaken("network ConnectionError")


@pytest.mark.parametrize(
    "broken",
    [
        "no JSON",
        "[]",
        '{"endpoint": "http://127.0.0.1:9/p"}',
        '{"endpoint": "http://127.0.0.1:9/p", "keys": {"p256dh": "AAAA", "auth": "AAAA"}}',
        '{"endpoint": "http://127.0.0.1:9/p", "keys": {"p256dh": "!", "auth": "é"}}',
    ],
)
def test_a_subscription_that_cannot_be_read_is_gone(adapter, broken):
    answer = adapter.send(envelope(broken))
    assert (answer.is_permanent, answer.is_gone) == (True, True)


def test_a_browser_that_is_gone_is_written_to_no_more(world, stand_in, adapter, subscription):
    account = world.accounts["client"]
    stand_in.answer(410)
    use_adapters({Channel.PUSH: adapter})
    try:
        give_address(actor=BY, account_id=account.pk, channel=Channel.PUSH, value=subscription, now=NOW)
        message = send_message(
            actor=BY, account_id=account.pk, channel=Channel.PUSH, template="test.hello", context={"word": "Ana"},
            now=NOW,
        )  # fmt: skip
        assert deliver(actor=BY, message_id=message.pk, now=NOW) is State.BOUNCED
    finally:
        use_adapters(chosen_adapters())
    assert Address.objects.get(account=account, channel=Channel.PUSH).ended_at == NOW


@pytest.mark.parametrize(
    ("endpoint", "known"),
    [
        ("https://fcm.googleapis.com/fcm/send/abc", True),
        ("https://fcm.googleapis.com:443/fcm/send/abc", True),
        ("https://updates.push.services.mozilla.com/wpush/v2/abc", True),
        ("https://web.push.apple.com/QGVc", True),
        ("http://fcm.googleapis.com/fcm/send/abc", False),
        ("https://fcm.googleapis.com:8443/x", False),
        ("https://me@fcm.googleapis.com/x", False),
        ("https://:word@fcm.googleapis.com/x", False),
        ("https://fcm.googleapis.com@127.0.0.1/x", False),
        ("https://fcm.googleapis.com.evil.example/x", False),
        ("https://evilfcm.googleapis.com/x", False),
        ("https://evil.example/fcm.googleapis.com", False),
        ("https://evil.example\\@fcm.googleapis.com/x", False),
        ("https://127.0.0.1/x", False),
        ("https://[::1]/x", False),
        ("https://[", False),
        ("https://fcm.googleapis.com:port/x", False),
        ("", False),
    ],
)
def test_we_call_push_services_we_know_and_nobody_else(endpoint, known):
    assert is_push_service(endpoint) is known
