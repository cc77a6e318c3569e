"""What the door answers: 403 for a role, 404 for a record, and a ledger row for both."""

import re

import pytest
from django.test import Client as Browser

from stepwell.kernel.actor import Permission
from stepwell.platform.access.permission import declare
from stepwell.platform.ledger.models import Entry


def test_a_role_without_the_permission_is_told_so_and_it_is_recorded(world):
    response = world.browser("stranger").get("/app/clients/")
    assert response.status_code == 403
    assert Entry.objects.get(verb="access.refused").actor_key == f"account:{world.accounts['stranger'].pk}"


@pytest.mark.parametrize("who", ["colleague", "elsewhere"])
def test_somebody_elses_client_is_a_404_and_a_row_on_the_clients_chain(world, who):
    response = world.browser(who).get(f"/app/clients/{world.client.pk}/")
    assert response.status_code == 404
    hidden = Entry.objects.get(verb="access.hidden")
    assert hidden.client_id == world.client.pk
    assert hidden.actor_key == f"account:{world.accounts[who].pk}"


def test_an_unknown_client_and_a_hidden_one_get_the_same_answer(world):
    browser = world.browser("colleague")
    unknown = browser.get("/app/clients/00000000-0000-4000-8000-000000000000/")
    hidden = browser.get(f"/app/clients/{world.client.pk}/")
    without_token = [re.sub(r'"X-CSRFToken": "\w+"', "", answer.text) for answer in (unknown, hidden)]
    assert without_token[0] == without_token[1]
    assert unknown.status_code == hidden.status_code == 404


def test_the_counselor_opens_the_chart_and_the_look_is_recorded(world):
    assert world.browser("counselor").get(f"/app/clients/{world.client.pk}/").status_code == 200
    assert Entry.objects.filter(verb="chart.read", client_id=world.client.pk).count() == 1


def test_pages_are_not_kept_by_the_browser_and_carry_a_strict_policy(world):
    response = world.browser("counselor").get("/app/today/")
    assert "no-store" in response.headers["Cache-Control"]
    assert "default-src 'none'" in response.headers["Content-Security-Policy"]
    assert "unsafe" not in response.headers["Content-Security-Policy"]
    assert response.headers["X-Frame-Options"] == "DENY"


def test_a_permission_is_declared_once():
    with pytest.raises(ValueError, match="declared twice"):
        declare("people.view_client", "again")


def test_a_permission_that_nobody_was_given_is_held_by_nobody(world):
    nobodys = Permission("test.nobody", "Nothing")
    assert not any(world.actor(who).may(nobodys) for who in world.accounts)


def test_the_login_page_names_no_demo_login_outside_the_demo(client, db):
    assert b"stepwell.example" not in client.get("/login/").content


def test_a_wrong_password_says_what_to_do_and_keeps_the_address(client, world):
    response = client.post("/login/", {"login": world.email("counselor"), "password": "wrong"})
    assert response.status_code == 200
    assert world.email("counselor") in response.text
    assert "Check both and try again" in response.text


def test_a_session_that_ended_meanwhile_never_puts_the_log_in_page_where_somebody_types(client, world):
    address = f"/app/clients/{world.client.pk}/plan/problem/"
    sent = client.post(address, {"title": "Typed for an hour"}, headers={"HX-Request": "true"})
    assert sent.status_code == 403  # htmx swaps nothing, and console.js says why
    assert "you may have been signed out" in sent.text
    followed = client.get(address, headers={"HX-Request": "true"})
    assert followed.status_code == 204
    assert followed.headers["HX-Redirect"] == f"/login/?next={address}"
    assert client.post(address).headers["Location"] == f"/login/?next={address}"


def test_a_form_whose_token_is_gone_says_that_its_sender_may_be_signed_out(db):
    answer = Browser(enforce_csrf_checks=True).post("/app/admissions/call/", {"family_name": "Lost"})
    assert answer.status_code == 403
    assert "you may have been signed out" in answer.text
    assert "part of your role" not in answer.text
    # a new token would break the form that another tab is about to send
    assert "csrftoken" not in answer.cookies
