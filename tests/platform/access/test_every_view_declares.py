"""Deny by default: a view that declares no permission fails here."""

import pytest
from django.urls import URLPattern, URLResolver, get_resolver

from stepwell.platform.access.door import permission_of
from stepwell.platform.access.permission import EVERYONE, declared


def every_view(patterns=None, before=""):
    for entry in get_resolver().url_patterns if patterns is None else patterns:
        address = before + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from every_view(entry.url_patterns, address)
        elif isinstance(entry, URLPattern):
            yield address, entry


VIEWS = list(every_view())


@pytest.mark.parametrize("entry", [entry for _, entry in VIEWS], ids=[address for address, _ in VIEWS])
def test_every_view_declares_a_permission(entry):
    assert permission_of(entry.callback) is not None, "put the view behind @page(PERMISSION)"


def test_only_these_pages_are_open_to_everyone():
    public = {address for address, entry in VIEWS if permission_of(entry.callback) is EVERYONE}
    assert public == {
        "",
        "is-iop-right/",
        "talk-to-someone/",
        "what-to-expect/",
        "help-now/",
        "exit/",
        "ask/",
        "ask/sent/",
        "about/",
        "cost/",
        "refer/",
        "refer/sent/",
        "login/",
        "login/closed/",
        "login/second/",
        "login/passkey/",
        "login/link/",
        "login/link/<str:token>/",
        "login/<str:provider_id>/go/",
        "login/<str:provider_id>/back/",
        "logout/",
        # a token that is used once, for five questions and nothing that was ever answered
        "q/<str:token>/",
        "app/kiosk/<uuid:kiosk_id>/check-in/<str:token>/",
        # the same words for everybody
        "family/",
        "referrer/",
        "health/",
        "health/ready/",
        # a bearer token instead of a login
        "metrics",
        # a bearer token instead of a login
        "fhir/R4/metadata",
        "fhir/R4/Patient/<str:patient_id>",
        # a token in the address instead of a login: what a calendar can give
        "calendar/<str:token>.ics",
        # the carrier's signature instead of a login
        "notify/status/<uuid:message_id>/",
        "notify/inbound/",
        # the demo alone
        "demo/mailbox/",
        "demo/mailbox/<uuid:message_id>/",
    }


@pytest.mark.parametrize("entry", [entry for _, entry in VIEWS], ids=[address for address, _ in VIEWS])
def test_every_permission_of_a_view_is_declared(entry):
    assert permission_of(entry.callback) in declared()


def test_nobody_without_a_login_gets_past_the_door(client, db):
    from uuid import uuid4

    for address, entry in VIEWS:
        if permission_of(entry.callback) is EVERYONE:
            continue
        kwargs = {
            name: {"UUIDConverter": uuid4(), "IntConverter": 1, "StringConverter": "audit"}.get(type(c).__name__, "x")
            for name, c in entry.pattern.converters.items()
        }
        path = "/" + address
        for name, value in kwargs.items():
            path = path.replace(
                next(part for part in path.split("/") if f":{name}>" in part or part == f"<{name}>"), str(value)
            )
        for method in (client.get, client.post):
            response = method(path)
            if path.startswith("/me/help/"):
                # a session that has ended must not stand between a person and a phone number; nothing else is told
                assert "tel:988" in response.text
                continue
            assert response.status_code in (302, 405), path
            if response.status_code == 302:
                assert response.headers["Location"].startswith("/login/")
