"""One check-in by a link: once, for a short time, with no name and no earlier answer on it."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client as Http
from playwright.sync_api import expect
from tests.browser import assert_sound
from tests.cast import NOW, make_world
from tests.portal.test_portal_by_hand import step_by_step, tap

from stepwell.domain.checkins.actions import make_check_in_link
from stepwell.domain.checkins.models import CheckIn, CheckInLink, Way
from stepwell.domain.checkins.rules import LINK_LASTS, digest_of
from stepwell.domain.contact.actions import say_how_to_reach
from stepwell.domain.contact.rules import Way as Reach
from stepwell.domain.contact.rules import Wish, Wishes
from stepwell.domain.prevention.models import UseReview
from stepwell.kernel import clock
from stepwell.kernel.errors import NotAllowed, NotFound, Refused
from stepwell.platform.ledger.models import Entry
from stepwell.platform.notify.address import give_address
from stepwell.platform.notify.models import Message
from stepwell.platform.notify.rules import Channel
from stepwell.workflows.check_in import text_check_in_link

FEW, MIDDLE, SOME = (timedelta(minutes=number) for number in (2, 5, 10))
ANSWERS = {"craving": "3", "mood": "6", "use": "no", "words": "Long day."}


@pytest.fixture(autouse=True)
def standing():
    with clock.standing_at(NOW):
        yield


def link(world, came_by=Way.LINK):
    given = {"client": world.client, "came_by": came_by, "lasts": LINK_LASTS, "now": NOW}
    _, token = make_check_in_link(actor=world.actor("counselor"), **given)
    return f"/q/{token}/"


def send(path, key=None, **answers):
    return Http().post(path, {"key": str(key or uuid4()), **ANSWERS, **answers})


def test_it_shows_the_questions_and_nothing_of_anybody(world):
    world.browser("client").post("/me/check-in/", {"key": str(uuid4()), **ANSWERS})
    said = Http().get(link(world))
    assert said.status_code == 200
    assert "How strong is any craving" in said.text
    for word in ("Ana", world.client.family_name, "Maya", "Since", "Long day", "Today"):
        assert word not in said.text
    assert said.headers["Cache-Control"] == "no-store"
    assert said.headers["Referrer-Policy"] == "same-origin"


def test_it_takes_one_check_in_and_opens_no_more(world):
    path, key = link(world), uuid4()
    Http().get(path)  # what scans a text for links uses nothing up
    assert "Thank you" in send(path, key).text
    sent = CheckIn.objects.get(client=world.client)
    assert (sent.came_by, sent.words) == ("link", "Long day.")
    assert "Thank you" in send(path, key).text  # a phone that heard no answer sends twice
    assert CheckIn.objects.filter(client=world.client).count() == 1
    assert Http().get(path).status_code == 404
    assert send(path).status_code == 404
    entry = Entry.objects.get(verb="check_in.sent", client_id=world.client.pk)
    assert entry.actor_name == "a check-in link"


def test_answers_that_can_not_be_use_nothing_up(world):
    path = link(world)
    wrong = send(path, craving="11")
    assert (wrong.status_code, "This goes from 0 to 10." in wrong.text) == (422, True)
    assert send(path, mood="").status_code == 422
    assert send(path).status_code == 200


def test_the_second_answers_under_one_key_are_kept_beside_the_first(world):
    path, key = link(world), uuid4()
    send(path, key)
    assert "Both are kept" in send(path, key, craving="7").text
    assert CheckIn.objects.filter(client=world.client, amends__isnull=False).get().craving == 7


def test_a_strong_craving_and_a_use_are_answered_with_calls_and_thanks(world):
    said = send(link(world), craving="9", use="yes").text
    assert "Thank you for telling us." in said
    assert 'href="tel:988"' in said
    assert UseReview.objects.filter(client=world.client).count() == 1


def test_one_that_is_over_unknown_or_replaced_looks_like_one_that_is_used(world):
    first, second = link(world), link(world)
    used = second
    send(used)
    with clock.standing_at(NOW + LINK_LASTS):
        pages = [Http().get(path) for path in (first, used, "/q/no-such-token/", f"/q/{'x' * 300}/")]
    assert {page.status_code for page in pages} == {404}
    assert len({page.text for page in pages}) == 1


def test_who_says_that_contact_is_not_safe_has_no_link_any_more(world):
    path = link(world)
    say_how_to_reach(actor=world.actor("counselor"), client_id=world.client.pk, wishes=Wishes(is_unsafe=True), now=NOW)
    assert Http().get(path).status_code == 404
    assert send(path).status_code == 404
    assert not CheckIn.objects.filter(client=world.client).exists()


def test_only_the_digest_of_the_token_is_kept(world):
    path = link(world)
    kept = CheckInLink.objects.get(client=world.client)
    assert kept.digest == digest_of(path.split("/")[2])
    assert path.split("/")[2] not in str(vars(kept))


@pytest.fixture
def with_number(world, monkeypatch, settings):
    settings.PUBLIC_URL = "https://north.example"
    monkeypatch.setattr("stepwell.workflows.check_in.can_be_reached", lambda *_, **__: True)
    account = world.accounts["client"].pk
    give_address(actor=world.actor("client"), account_id=account, channel=Channel.SMS, value="+13035550142", now=NOW)
    return world


def test_a_text_says_nothing_but_the_link(with_number):
    world = with_number
    text_check_in_link(actor=world.actor("counselor"), client_id=world.client.pk, now=NOW)
    text = Message.objects.get(account_id=world.accounts["client"].pk).text
    assert text.startswith("A message for you. It opens once, within a day: https://north.example/q/")
    path = text.split("north.example")[1]
    assert send(path).status_code == 200


def test_where_a_text_is_not_wanted_none_goes_and_no_link_stands(with_number):
    world = with_number
    wishes = Wishes(ways={Reach.TEXT: Wish(False)})
    say_how_to_reach(actor=world.actor("counselor"), client_id=world.client.pk, wishes=wishes, now=NOW)
    with pytest.raises(Refused):
        text_check_in_link(actor=world.actor("counselor"), client_id=world.client.pk, now=NOW)
    assert not CheckInLink.objects.filter(client=world.client).exists()


def test_who_may_text_one(world):
    for who, error in (("colleague", NotFound), ("billing", NotAllowed), ("client", NotAllowed)):
        with pytest.raises(error):
            text_check_in_link(actor=world.actor(who), client_id=world.client.pk, now=NOW)
    with pytest.raises(Refused, match="no safe way"):  # nothing carries texts here
        text_check_in_link(actor=world.actor("counselor"), client_id=world.client.pk, now=NOW)


@pytest.mark.parametrize(
    ("said_ago", "sent_after_the_end", "is_taken"),
    [(SOME, MIDDLE, True), (FEW, MIDDLE, False), (timedelta(days=2), timedelta(days=1), False)],
)
def test_what_was_filled_in_while_it_was_open_is_taken_within_a_day_of_its_end(
    world, said_ago, sent_after_the_end, is_taken
):
    path = link(world)
    now = NOW + LINK_LASTS + sent_after_the_end
    with clock.standing_at(now):
        answer = send(path, said_at=(now - said_ago).isoformat(), sent_at=now.isoformat())
    assert answer.status_code == (200 if is_taken else 404)
    assert [one.said_at for one in CheckIn.objects.all()] == ([now - said_ago] if is_taken else [])


@pytest.mark.browser
def test_without_a_network_it_waits_on_the_page_and_arrives_once_with_its_own_time(committed, browse):
    with clock.standing_at(NOW):
        world = make_world()
        page = browse(world.email("counselor"), width=390)
        page.context.clear_cookies()
        page.clock.install()
        page.goto(link(world))
        step_by_step(page)
        page.context.set_offline(True)
        tap(page, "Send")
        expect(page.get_by_text("Leave this page open.")).to_be_visible()
        assert_sound(page)
    late = NOW + timedelta(hours=1)
    with clock.standing_at(late):
        page.clock.fast_forward(3_600_000)
        page.context.set_offline(False)
        expect(page.get_by_role("heading", name="Thank you")).to_be_visible()
    sent = CheckIn.objects.get(client=world.client)
    assert (sent.came_by, sent.received_at) == ("link", late)
    assert abs(sent.said_at - NOW) < timedelta(minutes=1)


def test_a_link_lasts_a_day_and_its_times_are_the_phones_own(world):
    path = link(world)
    with clock.standing_at(NOW + timedelta(hours=23)):
        sent_at = NOW - timedelta(days=1)  # a phone whose clock is wrong by two days
        send(path, said_at=(sent_at - timedelta(minutes=5)).isoformat(), sent_at=sent_at.isoformat())
    said_at = CheckIn.objects.get(client=world.client).said_at
    assert said_at == NOW + timedelta(hours=22, minutes=55)
