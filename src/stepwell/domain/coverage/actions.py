"""An authorization is entered, corrected by a new edition, and ended."""

from dataclasses import replace
from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from stepwell.domain.catalog.models import Track
from stepwell.domain.coverage.models import Authorization, AuthorizationTerms, CoverageProtocol
from stepwell.domain.coverage.permissions import KEEP_AUTHORIZATIONS, SET_COVERAGE
from stepwell.domain.coverage.queries import find_authorization, terms_of
from stepwell.domain.coverage.rules.terms import WORDS_MOST, Terms, faults
from stepwell.domain.people.models import Client, Site
from stepwell.domain.people.queries import find_client
from stepwell.kernel.actor import Actor
from stepwell.kernel.errors import NotFound, Refused, refuse
from stepwell.kernel.wording import date_and_time, short_date
from stepwell.platform.access.permission import require
from stepwell.platform.ledger.unit import action, record


@action
def enter_authorization(*, actor: Actor, client_id: UUID, terms: Terms, now: datetime) -> Authorization:
    """What a payer agreed to. The same number of the same payer twice is once; with other terms it is refused."""
    require(actor, KEEP_AUTHORIZATIONS)
    client = find_client(actor, client_id, KEEP_AUTHORIZATIONS)
    # one after the other: a form that is sent twice at once is one authorization
    Client.objects.select_for_update(no_key=True).get(pk=client.pk)
    terms = _checked(terms, client)
    known = AuthorizationTerms.objects.filter(
        authorization__client=client, is_current=True, payer__iexact=terms.payer, number__iexact=terms.number
    )
    there = known.select_related("authorization").first()
    if there is not None:
        if terms_of(there) == terms:
            return there.authorization
        raise refuse("This number is entered already, with other terms.", "number", "Correct it there.")
    held = Authorization.objects.create(client=client, entered_at=now, entered_by_id=actor.staff_id)
    _write(held, 1, terms, actor, now)
    record(actor, "authorization.entered", client_id=client.pk, subject=("authorization", held.pk))
    return held


@action
def correct_authorization(
    *, actor: Actor, client_id: UUID, authorization_id: UUID, terms: Terms, edition: int, now: datetime
) -> Authorization:
    """What was entered wrong, or what the payer changed. `edition` is the one that was read; the same again is none."""
    held = find_authorization(actor, client_id, authorization_id, lock=True)
    current = held.editions.select_related("entered_by").get(is_current=True)
    terms = _checked(terms, held.client)
    if terms_of(current) == terms:
        return held
    if current.edition != edition:
        who = current.entered_by.name if current.entered_by else "Somebody"
        at = date_and_time(current.entered_at, ZoneInfo(held.client.site.zone))
        raise refuse(f"{who} corrected this on {at}, while you were writing.", "", "Read it, then correct it again.")
    current.is_current = False
    current.save(update_fields=["is_current"])
    _write(held, edition + 1, terms, actor, now)
    detail = {"edition": edition + 1}
    record(
        actor, "authorization.corrected", client_id=held.client_id, subject=("authorization", held.pk), detail=detail
    )
    return held


@action
def end_authorization(
    *, actor: Actor, client_id: UUID, authorization_id: UUID, last_on: date, why: str, now: datetime
) -> Authorization:
    """It covers nothing after that day. Ended on the same day again changes nothing."""
    held = find_authorization(actor, client_id, authorization_id, lock=True)
    terms = terms_of(held.editions.get(is_current=True))
    if held.ended_on == last_on:
        return held
    if held.ended_on is not None:
        raise refuse(f"It was ended on {short_date(held.ended_on)}.", "last_on", "Correct it, or enter a new one.")
    if not terms.first_on <= last_on <= terms.last_on:
        span = f"{short_date(terms.first_on)} to {short_date(terms.last_on)}"
        raise refuse("This day doesn't belong to it.", "last_on", f"Choose one from {span}.")
    if not why.strip():
        raise refuse("The reason is missing.", "why", "A few words do.")
    if len(why.strip()) > WORDS_MOST:
        raise refuse(f"A reason has {WORDS_MOST} characters at most.", "why", "Say it in fewer words.")
    held.ended_on, held.ended_why, held.ended_at, held.ended_by_id = last_on, why.strip(), now, actor.staff_id
    held.save(update_fields=["ended_on", "ended_why", "ended_at", "ended_by"])
    record(actor, "authorization.ended", client_id=held.client_id, subject=("authorization", held.pk))
    return held


@action
def set_warn_days(*, actor: Actor, site_id: int, warn_days: int) -> CoverageProtocol:
    """How early the site hears that one runs out."""
    require(actor, SET_COVERAGE)
    site = Site.objects.select_for_update(no_key=True).filter(pk=site_id, pk__in=actor.sites_for(SET_COVERAGE)).first()
    if site is None:
        raise NotFound("site")
    if not 1 <= warn_days <= 90:
        raise refuse("This is a number from 1 to 90.", "warn_days", "Choose one of them.")
    row, _ = CoverageProtocol.objects.get_or_create(site=site)
    if row.warn_days != warn_days:
        row.warn_days = warn_days
        row.save(update_fields=["warn_days"])
        record(actor, "coverage_protocol.set", subject=("site", site.pk), detail={"days": warn_days})
    return row


def _checked(terms: Terms, client: Client) -> Terms:
    """The terms as they are kept; raises `Refused` with every fault."""
    if terms.track_id is not None and not Track.objects.filter(pk=terms.track_id, site_id=client.site_id).exists():
        raise refuse("This track isn't one of their site.", "track", "Choose one of the list.")
    terms = replace(terms, payer=terms.payer.strip(), number=terms.number.strip())
    if found := faults(terms):
        raise Refused(*found)
    return terms


def _write(held: Authorization, edition: int, terms: Terms, actor: Actor, now: datetime) -> None:
    AuthorizationTerms.objects.create(
        authorization=held,
        edition=edition,
        payer=terms.payer,
        number=terms.number,
        unit=terms.unit.value,
        units=terms.units,
        day_minutes=terms.day_minutes,
        first_on=terms.first_on,
        last_on=terms.last_on,
        next_review_on=terms.next_review_on,
        track_id=terms.track_id,
        entered_at=now,
        entered_by_id=actor.staff_id,
    )
