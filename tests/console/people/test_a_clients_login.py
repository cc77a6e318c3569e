"""A client is given a login from their record, and begins anew where every second step was lost."""

import re

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP
from django.test import Client as Http
from tests.browser import assert_sound
from tests.cast import EVERYBODY, NOW, PASSWORD, make_world

from stepwell.domain.contact.actions import say_how_to_reach
from stepwell.domain.contact.rules import Wishes
from stepwell.domain.people.models import Client
from stepwell.kernel import clock
from stepwell.platform.accounts.models import User
from stepwell.platform.ledger.models import Entry
from stepwell.platform.notify.adapters import Accepted, use_adapters
from stepwell.platform.notify.adapters.chosen import chosen_adapters
from stepwell.platform.notify.models import Message
from stepwell.platform.notify.rules import Channel

GIVES = {"director", "supervisor", "admissions", "counselor"}
NEW = "the-river-takes-its-time"


@pytest.fixture(autouse=True)
def standing():
    use_adapters({Channel.EMAIL: lambda envelope: Accepted()})
    with clock.standing_at(NOW):
        yield
    use_adapters(chosen_adapters())


@pytest.fixture
def nobody(world):
    """The world's client, who has no login yet."""
    Client.objects.filter(pk=world.client.pk).update(account=None)
    return world


def page_of(world):
    return f"/app/clients/{world.client.pk}/login/"


def last_link():
    """Where the newest letter leads."""
    return re.search(r"/login/link/\S+", Message.objects.latest("asked_at", "due_at").text)[0]


def test_from_no_login_to_the_phone_by_the_link_in_the_letter(nobody):
    http = nobody.browser("counselor")
    assert "Give a login" in http.get(f"/app/clients/{nobody.client.pk}/contact/").text
    assert "No login yet" in http.get(page_of(nobody)).text
    answer = http.post(page_of(nobody), {"verb": "open", "email": "Jo@Example.test"})
    assert answer.status_code == 303
    phone, link = Http(), last_link()
    assert phone.post(link, {"password": NEW}).status_code in (302, 303)
    assert phone.get("/me/").status_code in (200, 302)
    assert phone.get("/me/help/").status_code == 200
    nobody.client.refresh_from_db()
    assert nobody.client.account.email == "Jo@Example.test"
    assert Entry.objects.filter(verb="client.portal_given", client_id=nobody.client.pk).exists()


@pytest.mark.parametrize("who", EVERYBODY)
def test_who_has_the_chart_open_gives_it_and_nobody_else(nobody, who):
    answer = nobody.browser(who).post(page_of(nobody), {"verb": "open", "email": "jo@example.test"})
    assert answer.status_code == (303 if who in GIVES else answer.status_code)
    nobody.client.refresh_from_db()
    assert (nobody.client.account is not None) == (who in GIVES)
    assert answer.status_code in ({303} if who in GIVES else {403, 404})


@pytest.mark.parametrize("taken", ["counselor", "director", "family"])
def test_an_address_that_is_taken_is_refused_in_the_same_words_whosever_it_is(nobody, taken):
    answer = nobody.browser("director").post(page_of(nobody), {"verb": "open", "email": nobody.email(taken).upper()})
    assert answer.status_code == 422
    assert "This address can&#x27;t be used." in answer.text
    nobody.client.refresh_from_db()
    assert nobody.client.account is None


def test_a_second_login_is_refused_and_the_first_stays(world):
    answer = world.browser("director").post(page_of(world), {"verb": "open", "email": "another@example.test"})
    assert answer.status_code == 422
    assert "has a login already" in answer.text
    assert not User.objects.filter(email="another@example.test").exists()


def test_no_link_goes_where_it_is_not_safe_to_write(nobody):
    say_how_to_reach(
        actor=nobody.actor("counselor"), client_id=nobody.client.pk, wishes=Wishes(is_unsafe=True), now=NOW
    )
    http = nobody.browser("counselor")
    http.post(page_of(nobody), {"verb": "open", "email": "jo@example.test"})
    assert "No link to sign in was sent." in http.get(page_of(nobody)).text
    assert not Message.objects.filter(to="jo@example.test").exists()


def test_a_director_closes_it_and_opens_it_again(world):
    phone, director = world.browser("client"), world.browser("director")
    assert "Close it" not in world.browser("counselor").get(page_of(world)).text
    assert (
        world.browser("counselor").post(page_of(world), {"verb": "close", "reason": "didn't need it"}).status_code
        == 403
    )
    assert director.post(page_of(world), {"verb": "close", "reason": ""}).status_code == 422
    assert director.post(page_of(world), {"verb": "close", "reason": "didn't need it"}).status_code == 303
    assert phone.get("/me/check-in/").status_code == 302
    assert "Closed" in director.get(page_of(world)).text
    director.post(page_of(world), {"verb": "reopen"})
    assert world.browser("client").get("/me/check-in/").status_code == 200


@pytest.mark.parametrize(("who", "page"), [("client", "login"), ("counselor", "staff")])
def test_who_lost_every_second_step_begins_anew_and_what_they_had_opens_nothing(world, who, page):
    account = world.accounts[who]
    TOTP.activate(account, "A" * 32)
    old = world.browser(who)
    inside = "/me/check-in/" if who == "client" else "/app/today/"
    assert old.get(inside).status_code == 200
    address = page_of(world) if page == "login" else f"/app/settings/people/{world.staff[who].pk}/anew/"
    prefix = "" if page == "login" else "anew-"
    answer = world.browser("director").post(address, {"verb": "anew", f"{prefix}checked": "document"})
    assert answer.status_code == 303
    assert old.get(inside).status_code == 302
    assert not Authenticator.objects.filter(user=account).exists()
    assert not Http().login(username=account.email, password=PASSWORD)
    link = re.search(r"/login/link/\S+", Message.objects.get(account=account, template="link.invitation").text)[0]
    fresh = Http()
    assert fresh.post(link, {"password": NEW}).status_code in (302, 303)
    assert fresh.get(inside).status_code == 200
    assert Message.objects.filter(account=account, template="sign_in.changed").exists()
    row = Entry.objects.get(verb="account.factors_reset", subject_id=str(account.pk))
    assert row.detail == {"checked": "They stood before me with a document with their photo"}


def test_nobody_begins_anew_unless_somebody_says_how_they_know_them(world):
    TOTP.activate(world.accounts["client"], "A" * 32)
    assert world.browser("director").post(page_of(world), {"verb": "anew"}).status_code == 422
    answer = world.browser("counselor").post(page_of(world), {"verb": "anew", "checked": "known"})
    assert answer.status_code == 403
    own = f"/app/settings/people/{world.staff['director'].pk}/anew/"
    assert world.browser("director").post(own, {"anew-checked": "known"}).status_code == 422
    elsewhere = f"/app/settings/people/{world.staff['elsewhere'].pk}/anew/"
    assert world.browser("director").post(elsewhere, {"anew-checked": "known"}).status_code == 404
    assert Authenticator.objects.filter(user=world.accounts["client"]).exists()


def test_where_no_link_can_be_sent_everything_stays_as_it_was(world):
    use_adapters({})
    TOTP.activate(world.accounts["client"], "A" * 32)
    answer = world.browser("director").post(page_of(world), {"verb": "anew", "checked": "known"})
    assert answer.status_code == 422
    assert "Nothing reaches this person yet." in answer.text
    assert Authenticator.objects.filter(user=world.accounts["client"]).exists()
    assert Http().login(username=world.accounts["client"].email, password=PASSWORD)


@pytest.mark.browser
@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390, 320])
def test_it_is_sound(browse, width, dark):
    world = make_world()
    page = browse(world.email("director"), width=width, dark=dark)
    for address in (page_of(world), f"/app/settings/people/{world.staff['counselor'].pk}/"):
        page.goto(address)
        assert_sound(page)
