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


def prepared(to: Any, **change: Any) -> Any:
    """What staff choose for one plan."""
    from stepwell.domain.consent.actions.signing import Prepared

    chosen = Prepared(
        form="payer",
        recipient_id=to.pk if to else None,
        recipient_class="",
        person="",
        purposes=[Purpose.PAYMENT],
        kinds=[ItemKind.IDENTITY],
        until_on=None,
        until_event=UntilEvent.END_OF_TREATMENT,
    )
    return replace(chosen, **change)


def draft(world: World, to: Any, *, now: Any = NOW, **change: Any) -> Any:
    """A consent that waits for the client's signature."""
    from stepwell.domain.consent.actions.signing import prepare_consent

    return prepare_consent(
        actor=world.actor("counselor"), client_id=world.client.pk, prepared=prepared(to, **change), now=now
    )


def read_of(draft_id: Any) -> str:
    """The mark of its text, as the page holds it."""
    from stepwell.domain.consent.models import ConsentDraft
    from stepwell.domain.consent.queries.drafts import draft_text
    from stepwell.domain.consent.rules.words import digest_of_text

    return digest_of_text(draft_text(ConsentDraft.objects.get(pk=draft_id)))


def typed(world: World, of: Any, **change: Any) -> Any:
    """The client's name under the text."""
    from stepwell.domain.consent.rules.signature import Typed

    return replace(Typed(f"Ana {world.client.family_name}", True, read_of(of.pk)), **change)


def consent_bodies(ids: dict[str, Any], world: World) -> dict[str, list[dict[str, Any]]]:
    """What the doors of consents take."""
    read = read_of(ids["draft_id"])
    signature = {"name": f"Ana {world.client.family_name}", "agrees": "on", "read": read}
    return {
        "consents": [
            {
                "recipient": ids["recipient_id"],
                "purposes": ["HPAYMT"],
                "kinds": ["identity"],
                "signed_on": "2026-10-05",
                "signed_how": "paper",
                "starts_on": "2026-10-06",
                "until": "end of treatment",
            }
        ],
        "consent_revoke": [{}],
        "consent_letter": [{}],
        "consent_new": [
            {
                "form": "payer",
                "recipient": ids["recipient_id"],
                "kinds": ["identity"],
                "purposes": ["HPAYMT"],
                "until": "end of treatment",
            }
        ],
        "consent_here": [signature],  # not handed over: a session that is sees nothing else
        "consent_paper": [{"signed_on": "2026-10-06", "witness": "Bea Lund", "read": read}],
        "consent_withdraw": [{}],
        "consent_would": [{"recipient": ids["recipient_id"], "kind": "identity", "purpose": "HPAYMT"}],
        "exchange_agreement": [
            {"kind": "business associate agreement", "starts_on": "2026-10-06", "document": "Folder 7"}
        ],
        "exchange_agreement_end": [{}],
        "me_consent_sign": [signature],
        "me_consent_revoke": [{}],
    }


def asked_for(world: World, **change: Any) -> Any:
    """Somebody asked for a copy of the client's record."""
    from stepwell.domain.privacy.actions import Received, open_request

    received = replace(Received("access", TODAY, "Asks for a copy, by letter.", world.client.pk), **change)
    return open_request(actor=officer(world), site_id=world.site.pk, received=received, now=NOW)


def privacy_bodies(world: World) -> dict[str, list[dict[str, Any]]]:
    """What the doors of the privacy desk take."""
    new = {"kind": "access", "site": world.site.pk, "received_on": "2026-10-06", "words": "Asks for a copy."}
    return {
        "privacy_new": [{**new, "client": world.client.pk}],
        "privacy_step": [{"code": "identity"}],
        "privacy_extend": [{"reason": "The papers are in a store."}],
        "privacy_close": [{"outcome": "withdrawn", "outcome_words": "No longer wanted."}],
    }


def agreement(world: World, with_: Any, *, now: Any = NOW, **change: Any) -> Any:
    """A service agreement on file."""
    from stepwell.domain.consent.actions.agreements import file_agreement

    said = {"kind": "business associate agreement", "starts_on": TODAY, "until_on": None, "document": "Folder 7"}
    return file_agreement(actor=officer(world), recipient_id=with_.pk, now=now, **{**said, **change})
