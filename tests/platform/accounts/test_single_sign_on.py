"""Logging in with the organization's own provider, which stands on loopback and speaks OpenID Connect as specified."""

import json
import time
from base64 import urlsafe_b64encode
from hashlib import sha256
from urllib.parse import parse_qs, urlsplit

import jwt
import pytest
from allauth.socialaccount.models import SocialToken
from cryptography.hazmat.primitives.asymmetric import rsa
from django.test import Client as Http
from jwt.algorithms import RSAAlgorithm

from stepwell.platform.accounts.models import User


@pytest.fixture(scope="module")
def keys():
    return [rsa.generate_private_key(public_exponent=65537, key_size=2048) for _ in range(2)]


class Provider:
    """`claims` is what it says of whoever logs in; `secret` and `signs_with` are its client and its key."""

    def __init__(self, stand_in, key):
        self.at, self.signs_with, self.claims, self.asked, self.algorithm = stand_in, key, {}, {}, "RS256"
        public = json.loads(RSAAlgorithm.to_jwk(key.public_key())) | {"kid": "one", "alg": "RS256", "use": "sig"}
        url = stand_in.url
        self.about = {
            "issuer": url,
            "authorization_endpoint": f"{url}/authorize",
            "token_endpoint": f"{url}/token",
            "userinfo_endpoint": f"{url}/userinfo",
            "jwks_uri": f"{url}/jwks",
            "token_endpoint_auth_methods_supported": ["client_secret_basic", "client_secret_post"],
            "code_challenge_methods_supported": ["S256"],
        }
        stand_in.answers = {
            "/.well-known/openid-configuration": lambda _: said(self.about),
            "/jwks": lambda _: said({"keys": [public]}),
            "/token": self.token,
            "/userinfo": lambda _: said({"sub": "u-1", **self.person}),
        }
        self.person = {}

    def token(self, asked):
        form = parse_qs(asked.body.decode())
        proof = urlsafe_b64encode(sha256(form["code_verifier"][0].encode()).digest()).rstrip(b"=").decode()
        if form["code"] != ["good"] or proof != self.asked["code_challenge"][0]:
            return said({"error": "invalid_grant"}, 400)
        now = int(time.time())
        claims = {"iss": self.at.url, "aud": "stepwell", "sub": "u-1", "iat": now, "exp": now + 300, **self.person}
        if "nonce" in self.asked:
            claims["nonce"] = self.asked["nonce"][0]
        token = jwt.encode(claims | self.claims, self.signs_with, self.algorithm, headers={"kid": "one"})
        return said({"access_token": "a", "token_type": "Bearer", "expires_in": 300, "id_token": token})

    def says(self, email, *, verified=True, **claims):
        self.person, self.claims = {"email": email, "email_verified": verified}, claims


def said(body, status=200):
    return status, json.dumps(body).encode(), {"Content-Type": "application/json"}


@pytest.fixture
def provider(stand_in, keys, settings, db):
    app = {
        "provider_id": "sso", "name": "North House", "client_id": "stepwell", "secret": "s3cret",
        "settings": {"server_url": stand_in.url},
    }  # fmt: skip
    settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"OAUTH_PKCE_ENABLED": True, "APPS": [app]}}
    return Provider(stand_in, keys[0])


@pytest.fixture
def comes_back(provider):
    """Go to the provider, be known there, and come back with a code."""

    def comes_back(window, code="good", state=None):
        leaves = window.post("/login/sso/go/")
        assert leaves.status_code == 302, leaves.content.decode()[:500]
        provider.asked = parse_qs(urlsplit(leaves.headers["Location"]).query)
        back = {"code": code, "state": state or provider.asked["state"][0]}
        return window.get("/login/sso/back/", back, follow=True)

    return comes_back


def is_in(window):
    return "_auth_user_id" in window.session


def test_the_way_there_names_us_and_carries_a_proof(provider):
    leaves = Http().post("/login/sso/go/").headers["Location"]
    asked = parse_qs(urlsplit(leaves).query)
    assert leaves.startswith(f"{provider.at.url}/authorize?")
    assert asked["client_id"] == ["stepwell"]
    assert asked["code_challenge_method"] == ["S256"]
    assert asked["redirect_uri"] == ["http://testserver/login/sso/back/"]
    assert "email" in asked["scope"][0]
    assert "s3cret" not in leaves


def test_a_provider_that_cannot_even_be_asked_for_is_not_there(provider):
    assert Http().get("/login/a%00b/go/").status_code == 404
    assert Http().get("/login/a%00b/back/").status_code == 404


def test_nobody_is_sent_there_without_having_pressed_the_button(provider):
    answer = Http().get("/login/sso/go/")
    assert answer.status_code == 200
    assert provider.at.url not in answer.content.decode()


def test_who_has_an_account_here_signs_in(world, provider, comes_back):
    provider.says(world.email("counselor"))
    window = Http()
    comes_back(window)
    assert window.session["_auth_user_id"] == str(world.accounts["counselor"].pk)


def test_the_providers_tokens_are_not_kept(world, provider, comes_back):
    provider.says(world.email("counselor"))
    window = Http()
    comes_back(window)
    assert is_in(window)
    assert not SocialToken.objects.exists()
    assert "id_token" not in str(dict(window.session))


@pytest.mark.parametrize("counts", [False, True])
def test_staff_from_there_need_a_second_factor_here_unless_the_operator_says_it_was_asked_for(
    world, provider, comes_back, settings, counts
):
    settings.SECOND_FACTOR, settings.OIDC_IS_SECOND_FACTOR = True, counts
    provider.says(world.email("counselor"))
    window = Http()
    comes_back(window)
    assert (window.get("/app/today/").headers.get("Location") == "/account/") is not counts


def test_a_stranger_is_told_so_and_gets_no_account(world, provider, comes_back):
    provider.says("stranger@elsewhere.example")
    before, window = User.objects.count(), Http()
    answer = comes_back(window)
    assert not is_in(window)
    assert User.objects.count() == before
    assert "/login/" in answer.content.decode()


def test_an_address_that_the_provider_has_not_verified_is_nobodys(world, provider, comes_back):
    provider.says(world.email("counselor"), verified=False)
    before, window = User.objects.count(), Http()
    comes_back(window)
    assert not is_in(window)
    assert User.objects.count() == before


def test_a_closed_account_stays_closed(world, provider, comes_back):
    User.objects.filter(pk=world.accounts["counselor"].pk).update(is_active=False)
    provider.says(world.email("counselor"))
    window = Http()
    comes_back(window)
    assert not is_in(window)


@pytest.mark.parametrize(
    "claims",
    [
        {"iss": "https://evil.example"},
        {"aud": "another-program"},
        {"exp": int(time.time()) - 600, "iat": int(time.time()) - 900},
    ],
    ids=["issuer", "audience", "expired"],
)
def test_a_token_that_is_not_for_us_or_not_any_more_opens_nothing(world, provider, comes_back, claims):
    provider.says(world.email("counselor"), **claims)
    window = Http()
    answer = comes_back(window)
    assert not is_in(window)
    assert "/login/" in answer.content.decode()


def test_a_token_signed_by_somebody_else_opens_nothing(world, provider, comes_back, keys):
    provider.says(world.email("counselor"))
    provider.signs_with = keys[1]
    window = Http()
    comes_back(window)
    assert not is_in(window)


@pytest.mark.parametrize(("algorithm", "key"), [("none", None), ("HS256", "a key that both of us know, long enough")])
def test_a_token_that_is_signed_by_nobody_or_by_what_we_know_too_opens_nothing(
    world, provider, comes_back, algorithm, key
):
    provider.says(world.email("counselor"))
    provider.signs_with, provider.algorithm = key, algorithm
    window = Http()
    assert comes_back(window).status_code == 401
    assert not is_in(window)


def test_a_provider_that_calls_itself_by_another_name_is_not_believed(world, provider, comes_back):
    provider.says(world.email("counselor"), iss="https://evil.example")
    provider.about["issuer"] = "https://evil.example"
    window = Http()
    assert comes_back(window).status_code == 502
    assert not is_in(window)


def test_a_provider_that_leads_elsewhere_is_not_followed(provider):
    provider.at.answers["/.well-known/openid-configuration"] = lambda _: (302, b"", {"Location": "/elsewhere"})
    provider.at.answers["/elsewhere"] = lambda _: said(provider.about)
    assert Http().post("/login/sso/go/").status_code == 502


def test_a_code_or_a_state_that_is_not_ours_opens_nothing(world, provider, comes_back):
    provider.says(world.email("counselor"))
    for wrong in ({"code": "stolen"}, {"state": "forged"}):
        window = Http()
        comes_back(window, **wrong)
        assert not is_in(window)


def test_where_the_provider_is_down_there_is_another_way_in(provider):
    provider.at.answers = {}
    provider.at.answer(503)
    answer = Http().post("/login/sso/go/", follow=True)
    assert answer.status_code == 502
    assert "/login/" in answer.content.decode()


@pytest.mark.parametrize("path", ["/login/other/go/", "/login/other/back/"])
def test_a_provider_nobody_set_up_is_no_address(provider, path):
    assert Http().get(path).status_code == 404


def test_a_name_that_is_no_text_is_nobodys_provider(provider):
    assert Http().get("/login/s%00o/go/").status_code == 404


def test_without_a_provider_there_is_no_such_way(db):
    assert Http().get("/login/sso/go/").status_code == 404
    assert "/login/sso/go/" not in Http().get("/login/").content.decode()
