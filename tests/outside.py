"""What comes from outside and what is said to it: for `tests.furnished`."""

from typing import Any
from uuid import uuid4

from tests.cast import NOW, TODAY, World


def asked_online(world: World, said: Any) -> Any:
    """Somebody asked to be called."""
    from stepwell.domain.admissions.actions.online import Asked, receive_online
    from stepwell.domain.admissions.rules.online import BestTime
    from stepwell.kernel.actor import system

    asked = Asked("Jo from the web", "303 555 0133", "", BestTime.EVENING, False, False, False, said.words)
    return receive_online(actor=system("test"), site=world.site, key=uuid4(), asked=asked, held=None, now=NOW)


def say_of_itself(world: World) -> dict[str, Any]:
    """The public pages have an edition, and a draft of the next; the ids of the draft."""
    from stepwell.domain.outreach.actions import Content, publish_words, save_words

    who: dict[str, Any] = {"actor": world.actor("director"), "site_id": world.site.pk, "now": NOW}
    content = Content(about="A small house.", rate_day=25_000, rates_from=TODAY)
    publish_words(**who, revision=save_words(**who, content=content, revision=0).revision)
    draft = save_words(**who, content=content, revision=2)
    return {"site_id": world.site.pk, "number": draft.number}


def outside_bodies(it: Any) -> dict[str, list[dict[str, Any]]]:
    """What the public forms and the public site's settings take."""
    site = it.world.site.pk
    asking = {"name": "Jo", "phone": "303 555 0144", "who": "me", "best_time": "any time", "site": site}
    asking |= {"language": "es"}
    referring = {"referrer_name": "Dr. Ames", "referrer_phone": "303 555 0155", "name": "Jo", "says_agreed": "on"}
    referring |= {"phone": "303 555 0144", "best_time": "any time", "language": "en", "site": site}
    return {
        "ask": [{**asking, "key": uuid4()}],
        "refer": [{**referring, "key": uuid4()}],
        "cost": [{"days": "3", "weeks": "8", "plan": "self-pay", "site": site}],
        "public_words": [
            {"revision": "3", "about": "Another house.", "verb": "save"},
            {"revision": "3", "verb": "publish"},
            {"revision": "3", "verb": "bring_back", "number": "1"},
        ],
    }
