"""A recipient with a token, and consents: for tests of what leaves the program."""

from dataclasses import replace
from datetime import date
from typing import Any

from stepwell.domain.consent.rules import ItemKind, Purpose, RecipientKind, UntilEvent
from tests.cast import NOW, TODAY, World


def officer(world: World) -> Any:
    """The director, who answers for the exchange of the site."""
    return world.actor("director")


def recipient(world: World, *, name: str = "Blue Mesa Health Plan", kind: str = RecipientKind.PLAN) -> Any:
    """An organization of the world's site."""
    from stepwell.domain.consent.actions import add_recipient

    return add_recipient(actor=officer(world), site=world.site, name=name, kind=kind, now=NOW)


def token(
    world: World, to: Any, *, purpose: str = Purpose.PAYMENT, expires_on: date = date(2027, 3, 1), **more: Any
) -> tuple[Any, str]:
    """A token and its secret."""
    from stepwell.domain.consent.actions import issue_token

    details = {"label": "Their claims system", "scopes": ["patient.read"], "now": NOW, **more}
    return issue_token(actor=officer(world), recipient_id=to.pk, purpose=purpose, expires_on=expires_on, **details)


def signed(to: Any, **change: Any) -> Any:
    """What the paper says."""
    from stepwell.domain.consent.actions import Signed

    paper = Signed(
        recipient_id=to.pk if to else None,
        recipient_kind="",
        purposes=[Purpose.PAYMENT],
        kinds=[ItemKind.IDENTITY],
        starts_on=TODAY,
        until_on=None,
        until_event=UntilEvent.END_OF_TREATMENT,
        signed_on=TODAY,
        signed_how="paper",
    )
    return replace(paper, **change)


def consent(world: World, to: Any, *, now: Any = NOW, **change: Any) -> Any:
    """The world's client has signed."""
    from stepwell.domain.consent.actions import record_consent

    return record_consent(
        actor=world.actor("counselor"), client_id=world.client.pk, signed=signed(to, **change), now=now
    )
