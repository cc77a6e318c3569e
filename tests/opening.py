"""A consent for somebody close or for who refers, and the login that it opens something to."""

from typing import Any

from tests.cast import NOW, World
from tests.exchange import prepared, recipient, typed


def opened_consent(world: World, **change: Any) -> Any:
    """The client has signed that Al, their brother, may know of their stay and when they come."""
    return _signed(world, prepared(None, **{**_ASKED, "form": "family", "person": "Al Reyes", **change}))


def referrer_consent(world: World, name: str = "County court clinic", **change: Any) -> Any:
    """The same for an organization that refers."""
    to = recipient(world, name=name, kind="referrer")
    return _signed(world, prepared(to, **{**_ASKED, "form": "referrer", **change}))


_ASKED = {"purposes": ["PATRQT"], "kinds": ["identity", "treatment", "attendance"]}


def _signed(world: World, choice: Any) -> Any:
    from stepwell.domain.consent.actions.signing import prepare_consent, sign_on_phone

    waiting = prepare_consent(actor=world.actor("counselor"), client_id=world.client.pk, prepared=choice, now=NOW)
    return sign_on_phone(actor=world.actor("client"), draft_id=waiting.pk, typed=typed(world, waiting), now=NOW)


def connected(world: World, given: Any, who: str = "family", *, by: str = "director") -> Any:
    """This login is whom the consent names."""
    from stepwell.domain.consent.actions.opening import connect_login

    visitor_id = world.accounts[who].visitor.pk
    return connect_login(actor=world.actor(by), consent_id=given.pk, visitor_id=visitor_id, now=NOW)


def opening_ids(world: World) -> dict[str, Any]:
    """A consent that names the client's brother, with a login that is his; the family's of the cast isn't."""
    from stepwell.domain.consent.actions.opening import connect_login
    from stepwell.domain.people.actions import open_visitor
    from stepwell.kernel.actor import Outside

    given, director = opened_consent(world), world.actor("director")
    told = {"kind": Outside.FAMILY, "email": f"bo{world.site.pk}@example.test", "name": "Bo Lind", "organization": ""}
    visitor = open_visitor(actor=director, site=world.site, now=NOW, **told)
    login = connect_login(actor=director, consent_id=given.pk, visitor_id=visitor.pk, now=NOW)
    return {"named_id": given.pk, "login_id": login.pk}


def opening_bodies(ids: dict[str, Any]) -> dict[str, list[dict[str, Any]]]:
    """What the doors of logins take."""
    return {"consent_login": [{"visitor": ids["visitor_id"]}], "consent_login_end": [{}]}
