"""Family and referrers with a login: who gives it, what it opens, and that an address gives nobody away."""

import pytest
from tests.cast import EVERYBODY, NOW

from stepwell.domain.people import actions
from stepwell.domain.people.models import Visitor
from stepwell.domain.people.permissions import visible_clients
from stepwell.domain.people.queries import accounts_at, list_visitors, load_actor, owners_of_accounts, site_of_account
from stepwell.domain.people.rules import Reason
from stepwell.kernel.actor import Outside, system
from stepwell.kernel.errors import NotAllowed, NotFound, Refused
from stepwell.platform.access.permission import declared
from stepwell.platform.ledger.models import Entry
from stepwell.platform.notify.permissions import VIEW_OUTBOX

GIVES = ("admissions", "director")


def invited(world, by="admissions", **change):
    told = {"kind": Outside.FAMILY, "email": f"al{world.site.pk}@example.test", "name": "Al Reyes", "organization": ""}
    return actions.open_visitor(actor=world.actor(by), **{"site": world.site, "now": NOW, **told, **change})


@pytest.mark.parametrize("who", [one for one in EVERYBODY if one not in GIVES])
def test_nobody_but_admissions_and_directors_gives_such_a_login(world, who):
    with pytest.raises(NotAllowed):
        invited(world, by=who)


@pytest.mark.parametrize("who", GIVES)
def test_they_give_it_at_their_own_site_alone(world, who):
    with pytest.raises(NotAllowed):
        invited(world, by=who, site=world.other_site)
    assert invited(world, by=who).site == world.site


@pytest.mark.parametrize("kind", [Outside.FAMILY, Outside.REFERRER])
def test_it_makes_an_actor_who_holds_nothing_of_anybody(world, kind):
    actor = load_actor(invited(world, kind=kind).account_id)
    assert actor.outside is kind
    assert not actor.posts
    assert {one.name for one in declared() if actor.may(one)} == {"access.logged_in", "consent.see_shared"}
    assert not type(world.client).objects.filter(visible_clients(actor)).exists()


def test_the_ledger_keeps_no_name_of_theirs(world):
    visitor = invited(world, name="Al Unusualname")
    entry = Entry.objects.get(verb="visitor.invited", subject_id=str(visitor.pk))
    assert "Unusualname" not in str(vars(entry))
    assert load_actor(visitor.account_id).name == "the family"


@pytest.mark.parametrize("who", ["client", "counselor", "family"])
def test_a_taken_address_is_refused_with_the_same_words_whosever_it_is(world, who):
    with pytest.raises(Refused) as refused:
        invited(world, email=world.email(who).upper())
    assert str(refused.value.refusals[0]) == "This address can't be used. (email) Ask them for another one."
    assert not Visitor.objects.filter(name="Al Reyes").exists()


def test_a_client_is_not_made_one_this_way(world):
    with pytest.raises(Refused):
        invited(world, kind=Outside.CLIENT)
    with pytest.raises(Refused):
        invited(world, name="  ")


def test_one_account_is_one_person(world):
    account = invited(world).account
    with pytest.raises(Refused):
        actions.hire(actor=system("setup"), account=account, name="Al Reyes")
    with pytest.raises(Refused):
        actions.give_portal(actor=world.actor("admissions"), client=world.client, account=account)


def test_a_director_closes_and_opens_it_and_admissions_does_not(world):
    visitor = invited(world)
    with pytest.raises(NotAllowed):
        actions.close_visitor(actor=world.actor("admissions"), visitor_id=visitor.pk, reason=Reason.UNUSED)
    with pytest.raises(Refused):
        actions.close_visitor(actor=world.actor("director"), visitor_id=visitor.pk, reason=Reason.MOVED)
    actions.close_visitor(actor=world.actor("director"), visitor_id=visitor.pk, reason=Reason.UNUSED)
    visitor.account.refresh_from_db()
    assert not visitor.account.is_active
    actions.reopen_visitor(actor=world.actor("director"), visitor_id=visitor.pk)
    visitor.account.refresh_from_db()
    assert visitor.account.is_active


def test_another_sites_visitors_are_not_there(world):
    visitor = invited(world)
    Visitor.objects.filter(pk=visitor.pk).update(site=world.other_site)
    assert not list_visitors(world.actor("director")).exists()
    with pytest.raises(NotFound):
        actions.close_visitor(actor=world.actor("director"), visitor_id=visitor.pk, reason=Reason.UNUSED)


def test_they_are_found_by_name_organization_and_address(world):
    director = world.actor("director")
    visitor = invited(world, kind=Outside.REFERRER, organization="County Court")
    for words in ("reyes", "court al", f"al{world.site.pk}@"):
        assert list(list_visitors(director, words=words)) == [visitor]
    assert not list_visitors(director, words="reyes nobody").exists()


def test_a_message_that_never_reached_them_has_an_owner_and_a_name(world):
    visitor, director = invited(world), world.actor("director")
    assert visitor.account_id in accounts_at(director, VIEW_OUTBOX)
    assert owners_of_accounts(director, VIEW_OUTBOX, [visitor.account_id]) == {
        visitor.account_id: ("Al Reyes", "America/Denver")
    }
    place = site_of_account(director, visitor.account_id)
    assert (place.site, place.name, place.client) == (world.site, "Al Reyes", None)
