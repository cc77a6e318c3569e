"""Help shows people to call whatever fails, and never lets silence pass for an answer."""

from uuid import uuid4

import pytest
from django.db import OperationalError
from django.test import Client as Http
from tests.cast import NOW
from tests.portal.test_portal_pages import text

from stepwell.domain.safety.actions import acknowledge_event, resolve_event
from stepwell.domain.safety.models import SafetyEvent
from stepwell.kernel import clock
from stepwell.platform.access import middleware
from stepwell.portal.help import views

NOT_SENT = "Not sent. Nobody has seen this. Call."


@pytest.fixture(autouse=True)
def standing():
    with clock.standing_at(NOW):
        yield


def press(http, key=None, **more):
    return http.post("/me/help/", {"event_key": str(key or uuid4()), **more})


def assert_calls(response):
    said = text(response)
    for number in ("tel:988", "sms:988", "tel:911"):
        assert f'href="{number}"' in said


def away(*args, **kwargs):
    raise OperationalError("the database is away")


def test_a_press_is_kept_and_answered_with_its_own_page(world):
    http, key = world.browser("client"), uuid4()
    response = press(http, key)
    event = SafetyEvent.objects.get(client=world.client, key=key)
    assert (response.status_code, response.headers["Location"]) == (303, f"/me/help/{event.pk}/")
    page = http.get(response.headers["Location"])
    assert_calls(page)
    assert f'data-received="{key}"' in text(page)
    assert "Sent at 9:00 am. Not seen yet." in text(page)
    assert "Nobody at the program is watching this right now" in text(page)


def test_a_press_without_a_readable_key_still_counts(world):
    assert press(world.browser("client"), "no key").status_code == 303
    assert SafetyEvent.objects.filter(client=world.client).count() == 1


def test_a_press_is_timed_by_how_long_it_lay_on_the_phone(world):
    press(world.browser("client"), pressed_at="2026-10-07T14:50:00Z", sent_at="2026-10-07T15:00:00Z")
    assert SafetyEvent.objects.get().raised_at.isoformat() == "2026-10-06T14:50:00+00:00"


def test_calls_stand_before_everything_that_can_be_sent(world):
    said = text(world.browser("client").get("/me/help/"))
    assert said.index("tel:988") < said.index("Tell my team")
    assert "Nobody at the program is watching this page." in said


def test_once_acknowledged_it_says_who_has_seen_it(world):
    http = world.browser("client")
    address = press(http).headers["Location"]
    event = SafetyEvent.objects.get()
    acknowledge_event(actor=world.actor("counselor"), event_id=event.pk, now=NOW)
    assert "Seen by Maya Okafor at 9:00 am." in text(http.get(address))
    assert_calls(http.get(address))
    resolve_event(
        actor=world.actor("counselor"),
        event_id=event.pk,
        risk_note="Spoke.",
        follow_up_at=NOW.replace(day=8),
        now=NOW,
    )
    assert "Seen by Maya Okafor" in text(http.get(address))
    assert "Spoke." not in text(http.get(address))
    assert "Nobody at the program is watching this page." in text(http.get("/me/help/"))


def test_a_name_with_an_apostrophe_is_shown_as_it_is(world):
    http = world.browser("client")
    address = press(http).headers["Location"]
    world.staff["counselor"].name = "Nora O'Neil"
    world.staff["counselor"].save()
    acknowledge_event(actor=world.actor("counselor"), event_id=SafetyEvent.objects.get().pk, now=NOW)
    said = text(http.get(address))
    assert "Nora O&#x27;Neil" in said
    assert "&amp;#x27;" not in said


def test_where_the_event_cannot_be_kept_it_says_not_sent(world, monkeypatch):
    http = world.browser("client")
    http.raise_request_exception = False
    monkeypatch.setattr(views, "raise_event", away)
    response = press(http)
    assert response.status_code == 503
    assert NOT_SENT in text(response)
    assert_calls(response)


@pytest.mark.parametrize("send", [True, False])
def test_with_the_database_away_altogether_the_calls_are_there(world, monkeypatch, send):
    http = world.browser("client")
    http.raise_request_exception = False
    monkeypatch.setattr(middleware, "_load_actor", away)
    response = press(http) if send else http.get("/me/help/")
    assert response.status_code == 503
    assert (NOT_SENT in text(response)) is send
    assert_calls(response)


def test_a_press_after_the_session_has_ended_says_not_sent(db):
    response = press(Http())
    assert response.status_code == 503
    assert NOT_SENT in text(response)
    assert "/login/?next=/me/help/" in text(response)


def test_help_opens_without_a_login(db):
    response = Http().get("/me/help/")
    assert response.status_code == 200
    assert_calls(response)
    assert "Sign in to tell my team" in text(response)


def test_a_page_that_is_too_old_says_not_sent(world):
    http = Http(enforce_csrf_checks=True)
    http.force_login(world.accounts["client"])
    response = press(http)
    assert response.status_code == 503
    assert NOT_SENT in text(response)
    assert not SafetyEvent.objects.exists()


def test_other_pages_keep_their_own_errors(world, monkeypatch):
    http = world.browser("client")
    http.raise_request_exception = False
    monkeypatch.setattr(middleware, "_load_actor", away)
    assert http.get("/me/plan/").status_code == 503
