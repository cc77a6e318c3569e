"""The program's words and rates: saved as a draft, published for everybody, brought back from an earlier edition."""

from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from stepwell.domain.outreach.models import AMOUNTS, PLACES, Edition
from stepwell.domain.outreach.permissions import EDIT_PUBLIC
from stepwell.domain.outreach.queries import find_site_to_edit
from stepwell.domain.outreach.rules.dollars import MOST_CENTS
from stepwell.domain.people.models import Site
from stepwell.kernel.actor import Actor
from stepwell.kernel.errors import NotFound, Refusal, Refused, refuse
from stepwell.kernel.wording import date_and_time
from stepwell.platform.access.permission import require
from stepwell.platform.ledger.rules import Plain
from stepwell.platform.ledger.unit import action, record

MOST_LETTERS = 3000
CONTENT = (*PLACES, *AMOUNTS, "rates_from")


@dataclass(frozen=True, slots=True)
class Content:
    """Everything an edition says. Amounts in cents."""

    about: str = ""
    day: str = ""
    populations: str = ""
    languages: str = ""
    cost: str = ""
    reach: str = ""
    rate_day: int | None = None
    rate_assessment: int | None = None
    rate_individual: int | None = None
    rates_from: date | None = None


@action
def save_words(*, actor: Actor, site_id: int, content: Content, revision: int, now: datetime) -> Edition:
    """Save the site's draft; nobody outside sees it. `revision` is the one that was read: a draft that somebody saved
    since isn't overwritten. Raises `Refused`, with every field that can't be kept.
    """
    require(actor, EDIT_PUBLIC)
    site = find_site_to_edit(actor, site_id, lock=True)
    newest = _newest(site, revision)
    _check(content)
    return _write(actor, site, newest, content, now)


@action
def publish_words(*, actor: Actor, site_id: int, revision: int, now: datetime) -> Edition:
    """Everybody reads the draft from now on. `revision` is the one that was previewed."""
    require(actor, EDIT_PUBLIC)
    draft = _newest(find_site_to_edit(actor, site_id, lock=True), revision)
    if draft is None or draft.published_at is not None:
        raise refuse("There is no draft to publish.", mend="Change something and save first.")
    draft.published_at, draft.published_by_id, draft.revision = now, actor.staff_id, draft.revision + 1
    draft.save(update_fields=["published_at", "published_by", "revision"])
    _tell(actor, "public_words.published", draft)
    return draft


@action
def bring_back_words(*, actor: Actor, site_id: int, number: int, revision: int, now: datetime) -> Edition:
    """What an earlier edition says is the draft, to be looked at and published anew; a draft that stood there, as it
    was read, is replaced.
    """
    require(actor, EDIT_PUBLIC)
    site = find_site_to_edit(actor, site_id, lock=True)
    earlier = Edition.objects.filter(site=site, number=number, published_at__isnull=False).first()
    if earlier is None:
        raise NotFound("edition")
    content = Content(**{name: getattr(earlier, name) for name in CONTENT})
    return _write(actor, site, _newest(site, revision), content, now)


def _newest(site: Site, revision: int) -> Edition | None:
    """The draft, or what was published last. Revisions go on from edition to edition, so that none is seen twice."""
    newest = Edition.objects.filter(site=site).select_related("saved_by", "published_by").order_by("-number").first()
    if newest is None or newest.revision == revision:
        return newest
    saved = newest.published_at is None
    who, at = (newest.saved_by, newest.saved_at) if saved else (newest.published_by, newest.published_at)
    name, verb = who.name if who else "Somebody", "saved" if saved else "published"
    when = date_and_time(at or newest.saved_at, ZoneInfo(site.zone))
    raise refuse(f"{name} {verb} this meanwhile ({when}).", mend="Open the page anew and compare, then save yours.")


def _check(content: Content) -> None:
    refusals = []
    for name in PLACES:
        text = getattr(content, name)
        if len(text) > MOST_LETTERS:
            refusals.append(Refusal(f"This is longer than {MOST_LETTERS} letters.", name, "Shorten it."))
        if "\0" in text:
            refusals.append(Refusal("This holds a character that isn't text.", name, "Type it again."))
    for name in AMOUNTS:
        amount = getattr(content, name)
        if amount is not None and not 0 < amount <= MOST_CENTS:
            most = f"${MOST_CENTS // 100:,}"
            refusals.append(
                Refusal(f"A rate is above nothing, up to {most}.", name, "Leave it empty if there is none.")
            )
    amounts = [getattr(content, name) for name in AMOUNTS]
    if content.rate_day is None and (any(amounts) or content.rates_from):
        refusals.append(Refusal("The rate per day is missing.", "rate_day", "Write it, or leave all rates empty."))
    if content.rate_day is not None and content.rates_from is None:
        refusals.append(Refusal("Since when do these rates count?", "rates_from", "Write the first day."))
    if refusals:
        raise Refused(*refusals)


def _write(actor: Actor, site: Site, newest: Edition | None, content: Content, now: datetime) -> Edition:
    draft, revision = newest, newest.revision if newest else 0
    if draft is None or draft.published_at is not None:
        draft = Edition(site=site, number=newest.number + 1 if newest else 1)
    for name in CONTENT:
        said = getattr(content, name)
        setattr(draft, name, said.strip() if isinstance(said, str) else said)
    draft.revision, draft.saved_at, draft.saved_by_id = revision + 1, now, actor.staff_id
    draft.save()
    _tell(actor, "public_words.saved", draft)
    return draft


def _tell(actor: Actor, verb: str, edition: Edition) -> None:
    detail: dict[str, Plain] = {"site": edition.site_id, "number": edition.number, "revision": edition.revision}
    record(actor, verb, subject=("edition", edition.pk), detail=detail)
