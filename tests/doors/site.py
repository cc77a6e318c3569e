"""The site that odd inputs are sent to: in a database of its own, with everybody who could come and their windows open.

Every request is undone behind it: the rows it changed, the session it ended, the cookie it was given.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from copy import deepcopy
from typing import Any

from django.db import connection, transaction
from django.test import Client as Browser
from django.test import override_settings
from tests.cast import NOW, make_world
from tests.doors import good
from tests.exchange import consent, recipient, token
from tests.furnished import Furnished, furnish

from stepwell.kernel import clock
from stepwell.platform.notify.adapters import Accepted, use_adapters
from stepwell.platform.notify.adapters.chosen import chosen_adapters
from stepwell.platform.notify.rules import Channel

# A provider that is away: nobody listens there.
_SSO = {"provider_id": "sso", "name": "North", "client_id": "stepwell", "secret": "x"}
_SSO |= {"settings": {"server_url": "http://127.0.0.1:1"}}
# What an operator would have set up; and nothing runs out while the inputs are sent.
SET_UP: dict[str, Any] = {
    "ACCOUNT_REAUTHENTICATION_TIMEOUT": 24 * 60 * 60,
    "MFA_TOTP_TOLERANCE": 200,
    "METRICS_TOKEN": "counted",
    "NOTIFY_SMS_ACCOUNT": "AC1",
    "NOTIFY_SMS_TOKEN": "secret",
    "PUBLIC_URL": good.PUBLIC,
    "SOCIALACCOUNT_PROVIDERS": {"openid_connect": {"OAUTH_PKCE_ENABLED": True, "APPS": [_SSO]}},
}


class undone:  # noqa: N801 - reads as a word
    """A transaction that takes back what was done in it, once the database has said whether it would have kept it."""

    def __enter__(self) -> None:
        self.unit = transaction.atomic()
        self.unit.__enter__()

    def __exit__(self, *error: Any) -> None:
        try:
            if error[0] is None and not connection.needs_rollback:
                # what is left for the end of a transaction: references to rows that aren't there
                connection.check_constraints()
                for _, afterwards, _ in connection.run_on_commit:
                    afterwards()
        finally:
            connection.run_on_commit = []
            transaction.set_rollback(True)
            self.unit.__exit__(*error)


@contextmanager
def mail_goes_out() -> Iterator[None]:
    """Somebody carries e-mail: a door that is only open where a link reaches its owner is open."""
    use_adapters({Channel.EMAIL: lambda envelope: Accepted()})
    try:
        yield
    finally:
        use_adapters(chosen_adapters())


@contextmanager
def furnished() -> Iterator[Furnished]:
    """One of everything twice, at two sites; `elsewhere` are the ids of the second."""
    with clock.standing_at(NOW), override_settings(**SET_UP), mail_goes_out():
        with transaction.atomic():
            site, other = furnish(make_world()), furnish(make_world())
            to = recipient(site.world, name="A Second Plan")
            consent(site.world, to)
            site.secret = token(site.world, to)[1]
            site.elsewhere = other.ids
            site.windows = good.open_windows(site.world)
            site.own_ids = good.own_ids(site)
            site.ways = good.ways(site)
        site.cookies = {who: deepcopy(window.cookies) for who, window in site.windows.items()}
        yield site


def window_of(site: Furnished, who: str) -> Browser:
    """Somebody's window as it was before anything was sent: a log-out or a new session isn't carried on."""
    window: Browser = site.windows[who]
    window.cookies = deepcopy(site.cookies[who])
    window.handler.enforce_csrf_checks = False
    return window


def ids_for(site: Furnished, address: str) -> dict[str, Any]:
    """Ids that `furnish` doesn't know, where an address wants them."""
    if address.endswith("/instruments/<str:code>/"):
        return {"code": "phq-9"}  # the one with an open sheet
    if address.startswith("/login/link/"):
        return dict(site.own_ids["link_open"])
    if address.startswith("/q/") or "/check-in/<" in address:
        return dict(site.own_ids["check_in_by_link"])
    if address.startswith("/calendar/"):
        return dict(site.own_ids["calendar_feed"])
    return dict(site.own_ids["passkey"]) if "/passkeys/" in address else {}
