"""Passkeys without a browser: one that fits comes in, and whatever else is sent is told that it doesn't fit."""

import json

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.internal.auth import STATE_SESSION_KEY
from django.test import Client as Http
from tests.cast import NOW, PASSWORD
from tests.doors.passkey import Passkey

from stepwell.kernel import clock


@pytest.fixture(autouse=True)
def standing():
    with clock.standing_at(NOW):
        yield


@pytest.fixture
def window(world):
    """The counselor's, where a passkey is about to be added."""
    browser = world.browser("counselor")
    browser.post("/account/again/", {"password": PASSWORD})
    assert browser.get("/account/passkeys/new/").status_code == 200
    return browser


def challenge(browser):
    return browser.session[STATE_SESSION_KEY]["challenge"]


def sent(browser, credential, address="/account/passkeys/new/"):
    text = credential if isinstance(credential, str) else json.dumps(credential)
    return browser.post(address, {"name": "A key", "credential": text})


def count():
    return Authenticator.objects.filter(type=Authenticator.Type.WEBAUTHN).count()


def without(credential, name):
    return {key: value for key, value in credential.items() if key != name}


# What broke the server, each in its own place.
SPOILED = {
    "a member is missing": lambda good: without(good, "rawId"),
    "words stand where an object is meant": lambda good: {**good, "clientExtensionResults": "words"},
    "the attestation is no CBOR": lambda good: {**good, "response": {**good["response"], "attestationObject": "9999"}},
    "half a letter": lambda good: {**good, "authenticatorAttachment": "a\udfffb"},
    "a NUL": lambda good: {**good, "id": "\x00"},
    "a number where bytes are meant": lambda good: {
        **good,
        "response": {**good["response"], "clientDataJSON": -(2**70)},
    },
    "as many zeros as memory holds": lambda good: {**good, "rawId": 10**15},
    "a list": lambda good: [good],
    "deeper than anybody reads": lambda good: '{"a":' * 20_000,
    "a number without an end": lambda good: "9" * 6000,
}


def test_one_that_a_browser_made_is_added_and_opens_the_door(world, window):
    key = Passkey(world.accounts["counselor"].pk)
    assert sent(window, key.introduced(challenge(window))).status_code == 302
    assert count() == 1
    elsewhere = Http()
    elsewhere.get("/login/passkey/", headers={"X-Requested-With": "XMLHttpRequest"})
    sent(elsewhere, key.answered(challenge(elsewhere)), "/login/passkey/")
    assert elsewhere.get("/account/").status_code == 200


@pytest.mark.parametrize("spoil", SPOILED.values(), ids=SPOILED)
def test_what_no_browser_makes_is_no_passkey_and_is_answered_so(world, window, spoil):
    good = Passkey(world.accounts["counselor"].pk).introduced(challenge(window))
    answer = sent(window, spoil(good))
    assert answer.status_code == 200
    assert answer.context["form"].errors[
        "__all__" if "credential" not in answer.context["form"].errors else "credential"
    ]
    assert count() == 0


@pytest.mark.parametrize("how", [how for how in SPOILED if "attestation" not in how])
def test_nobody_gets_in_with_it_and_the_log_in_page_says_that_it_did_not_fit(world, window, how):
    key = Passkey(world.accounts["counselor"].pk)
    sent(window, key.introduced(challenge(window)))
    elsewhere = Http()
    elsewhere.get("/login/passkey/", headers={"X-Requested-With": "XMLHttpRequest"})
    good = key.answered(challenge(elsewhere))
    answer = sent(elsewhere, SPOILED[how](good), "/login/passkey/")
    assert answer.headers["Location"] == "/login/"
    assert elsewhere.get("/account/").status_code == 302
