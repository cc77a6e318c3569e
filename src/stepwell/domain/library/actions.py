"""The library is written topic by topic, and published as a whole."""

from collections.abc import Mapping
from datetime import datetime
from zoneinfo import ZoneInfo

from stepwell.domain.library.models import Library
from stepwell.domain.library.permissions import EDIT_LIBRARY
from stepwell.domain.library.queries import library_site
from stepwell.domain.library.rules import BY_CODE, check_lines
from stepwell.domain.people.models import Site
from stepwell.kernel.actor import Actor
from stepwell.kernel.errors import NotFound, refuse
from stepwell.kernel.wording import date_and_time
from stepwell.platform.access.permission import require
from stepwell.platform.ledger.rules import Plain
from stepwell.platform.ledger.unit import action, record


@action
def save_library(
    *, actor: Actor, site_id: int, topic: str, words: Mapping[str, str], revision: int, now: datetime
) -> Library:
    """Save one topic in the site's draft; no plan is offered it yet. `revision` is the one that was read."""
    require(actor, EDIT_LIBRARY)
    about = BY_CODE.get(topic)
    if about is None:
        raise NotFound("topic")
    site = library_site(actor, site_id, lock=True)
    newest = _newest(site, revision)
    kept = check_lines(about, words)
    draft = newest
    if draft is None or draft.published_at is not None:
        number, at = (newest.number + 1, newest.revision) if newest else (1, 0)
        draft = Library(site=site, number=number, revision=at, words=newest.words if newest else {})
    others = {code: said for code, said in draft.words.items() if code != topic}
    draft.words = {**others, topic: kept} if kept else others
    draft.saved_at, draft.saved_by_id = now, actor.staff_id
    draft.revision += 1
    draft.save()
    _tell(actor, "library.saved", draft)
    return draft


@action
def publish_library(*, actor: Actor, site_id: int, revision: int, now: datetime) -> Library:
    """Plans are offered the draft from now on. What was picked from an earlier one stays as it was copied."""
    require(actor, EDIT_LIBRARY)
    draft = _newest(library_site(actor, site_id, lock=True), revision)
    if draft is None or draft.published_at is not None:
        raise refuse("There is no draft to publish.", mend="Change something and save first.")
    draft.published_at, draft.published_by_id = now, actor.staff_id
    draft.revision += 1
    draft.save(update_fields=["published_at", "published_by", "revision"])
    _tell(actor, "library.published", draft)
    return draft


def _newest(site: Site, revision: int) -> Library | None:
    """The draft, or what was published last; refused where somebody saved since it was read."""
    newest = Library.objects.filter(site=site).select_related("saved_by").order_by("-number").first()
    if (newest.revision if newest else 0) == revision:
        return newest
    name = newest.saved_by.name if newest and newest.saved_by else "Somebody"
    when = date_and_time(newest.published_at or newest.saved_at, ZoneInfo(site.zone)) if newest else ""
    mend = "Open the page anew and compare, then save yours."
    raise refuse(f"{name} saved or published this meanwhile{f' ({when})' if when else ''}.", mend=mend)


def _tell(actor: Actor, verb: str, library: Library) -> None:
    detail: dict[str, Plain] = {"site": library.site_id, "number": library.number, "revision": library.revision}
    record(actor, verb, subject=("library", library.pk), detail=detail)
