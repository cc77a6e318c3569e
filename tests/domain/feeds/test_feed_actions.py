"""A feed is one's own: made, made anew, revoked; and what it shows is what stands in the database."""

from datetime import timedelta

import pytest
from tests.cast import EVERYBODY, NOW
from tests.clinic import make_clinic

from stepwell.domain.contact.actions import say_how_to_reach
from stepwell.domain.contact.rules import Wishes
from stepwell.domain.feeds.actions import fetch_feed, make_feed, revoke_feed, say_whether_place
from stepwell.domain.feeds.models import Feed
from stepwell.domain.feeds.queries import own_feed
from stepwell.domain.people.models import Post
from stepwell.domain.week.actions import move_session
from stepwell.domain.week.models import Booking, Session
from stepwell.kernel.errors import NotAllowed, Refused
from stepwell.platform.ledger.models import Entry

NOBODYS = ("billing", "privacy officer", "on-call", "auditor", "family", "referrer", "stranger")


def made(world, who="client", **more):
    return make_feed(actor=world.actor(who), now=NOW, **{"shows_place": False, **more})


def booked(world, session, **more):
    return Booking.objects.create(
        session=session, client=world.client, starts_at=session.starts_at, ends_at=session.ends_at, **more
    )


def test_who_has_sessions_has_a_feed_and_nobody_else(world):
    from stepwell.domain.feeds.permissions import KEEP_FEED

    for who in EVERYBODY:
        actor = world.actor(who)
        if actor.may(KEEP_FEED):
            make_feed(actor=actor, shows_place=False, now=NOW)
            assert own_feed(actor).feed is not None
        else:
            with pytest.raises(NotAllowed):
                make_feed(actor=actor, shows_place=False, now=NOW)
    assert {who for who in EVERYBODY if not world.actor(who).may(KEEP_FEED)} <= {*NOBODYS}


def test_made_anew_the_earlier_address_shows_nothing_and_its_token_is_gone(world):
    first = made(world)
    second = made(world, shows_place=True)
    assert fetch_feed(token=first.token, now=NOW) is None
    assert fetch_feed(token=second.token, now=NOW) is not None
    assert Feed.objects.get(pk=first.pk).token == ""
    revoke_feed(actor=world.actor("client"), now=NOW)
    revoke_feed(actor=world.actor("client"), now=NOW)
    assert fetch_feed(token=second.token, now=NOW) is None
    assert own_feed(world.actor("client")).feed is None
    verbs = Entry.objects.filter(client_id=world.client.pk, verb__startswith="feed.").values_list("verb", flat=True)
    assert [*verbs.order_by("pk")] == ["feed.made", "feed.revoked", "feed.made", "feed.read", "feed.revoked"]


def test_a_clients_feed_shows_what_they_are_booked_for(world):
    clinic = make_clinic(world, people=0)
    for session in clinic.sessions[:6]:
        booked(world, session)
    Booking.objects.filter(session=clinic.sessions[1]).update(canceled_at=NOW)
    Session.objects.filter(pk=clinic.sessions[2].pk).update(canceled_at=NOW)
    later = clinic.sessions[4].starts_at + timedelta(hours=16)
    move_session(
        actor=world.actor("director"),
        session_id=clinic.sessions[4].pk,
        starts_at=later,
        place_id=clinic.other_place.pk,
        now=NOW,
    )
    found = fetch_feed(token=made(world).token, now=NOW)
    assert [one.session_id for one in found.entries] == [clinic.sessions[number].pk for number in (0, 3, 4, 5)]
    assert found.entries[2].starts_at == later
    assert {one.place for one in found.entries} == {""}
    say_whether_place(actor=world.actor("client"), shows_place=True, now=NOW)
    shown = fetch_feed(token=own_feed(world.actor("client")).feed.token, now=NOW)
    assert shown.entries[2].place == f"Room 3, {world.site.name}"


def test_a_leaders_feed_shows_what_they_lead_as_long_as_they_work_here(world):
    clinic = make_clinic(world, people=0)
    feed, empty = made(world, "counselor"), made(world, "colleague")
    assert len(fetch_feed(token=feed.token, now=NOW).entries) == len(clinic.sessions)
    assert fetch_feed(token=empty.token, now=NOW).entries == []
    Post.objects.filter(staff=world.staff["counselor"]).update(ended_on=NOW.date())
    assert fetch_feed(token=feed.token, now=NOW) is None


def test_a_closed_login_has_no_feed(world):
    feed = made(world)
    world.accounts["client"].is_active = False
    world.accounts["client"].save()
    assert fetch_feed(token=feed.token, now=NOW) is None


def test_while_it_isnt_safe_the_feed_is_off_and_no_other_is_made(world):
    feed = made(world)
    who = {"actor": world.actor("counselor"), "client_id": world.client.pk}
    say_how_to_reach(**who, wishes=Wishes(is_unsafe=True), now=NOW)
    assert fetch_feed(token=feed.token, now=NOW) is None
    assert own_feed(world.actor("client")).is_off
    with pytest.raises(Refused, match="isn’t safe"):
        made(world)
    said = say_how_to_reach(**who, wishes=Wishes(), now=NOW + timedelta(minutes=1), seen=_holding(world))
    assert said.pk
    assert fetch_feed(token=feed.token, now=NOW) is not None


def _holding(world):
    from stepwell.domain.contact.models import SafeContact

    return SafeContact.objects.get(client=world.client, ended_at=None).pk


def test_each_reading_is_on_the_chain_as_a_calendars_and_not_a_persons(world):
    feed = made(world)
    fetch_feed(token=feed.token, now=NOW)
    entry = Entry.objects.get(verb="feed.read", client_id=world.client.pk)
    assert (entry.actor_key, entry.actor_name) == (f"feed:{feed.pk}", "a calendar")
    assert Feed.objects.get(pk=feed.pk).fetched_at == NOW
    assert fetch_feed(token="no such token", now=NOW) is None
    assert Entry.objects.filter(verb="feed.read").count() == 1


def test_the_database_holds_no_token_in_clear(world):
    from django.db import connection

    feed = made(world)
    with connection.cursor() as cursor:
        cursor.execute("SELECT token, digest FROM feeds_feed WHERE id = %s", [feed.pk])
        kept = cursor.fetchone()
    assert feed.token not in " ".join(kept)


def test_without_an_address_there_is_nothing_to_say_of_it(world):
    with pytest.raises(Refused, match="no calendar address"):
        say_whether_place(actor=world.actor("client"), shows_place=True, now=NOW)


def test_a_year_of_sessions_is_one_statement(world, query_count):
    from stepwell.domain.feeds.queries import entries_of

    make_clinic(world, people=0)
    feed, reader = made(world, "counselor"), world.actor("counselor")
    with query_count(1):
        entries_of(reader, feed, NOW)
