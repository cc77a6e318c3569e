"""A client says how they may be reached, in a minute, on their phone."""

from datetime import time

from stepwell.domain.contact.models import SafeContact
from stepwell.domain.contact.queries import reach_of
from stepwell.domain.contact.rules import Way, Wish
from stepwell.kernel import clock

PAGE = "/me/contact/"


def test_what_holds_while_nothing_was_said_is_ticked(world):
    text = world.browser("client").get(PAGE).text
    assert 'name="text" id="id_text" checked' in text
    assert 'name="voicemail" id="id_voicemail" checked' not in text


def test_a_way_that_the_team_did_not_ask_about_stays_as_it_holds(world):
    page = f"/app/clients/{world.client.pk}/contact/"
    world.browser("counselor").post(page, {"seen": 0, "is_unsafe": "on", "call": "no", "voicemail": "yes"})
    text = world.browser("client").get(PAGE).text
    ticked = {way for way in Way if f'name="{way.value}" id="id_{way.value}" checked' in text}
    assert ticked == {Way.VOICEMAIL, Way.TEXT, Way.EMAIL, Way.NOTICE}


def test_saving_says_all_of_it_and_the_team_sees_it(world):
    sent = {"seen": 0, "text": "on", "call": "on", "from_time": "09:00", "until_time": "17:00", "call_as": "Jo"}
    assert world.browser("client").post(PAGE, sent).status_code == 303
    reach = reach_of(world.actor("counselor"), world.client, clock.now())
    hours = Wish(True, time(9), time(17))
    assert {way for way, wish in reach.wishes.ways.items() if wish == hours} == {Way.TEXT, Way.CALL}
    assert reach.wishes.ways[Way.VOICEMAIL] == Wish(False)
    assert reach.said.written_by is None
    text = world.browser("client").get(PAGE).text
    assert 'value="09:00"' in text
    assert 'value="Jo"' in text


def test_it_is_not_safe_says_so_to_the_team(world):
    world.browser("client").post(PAGE, {"seen": 0, "is_unsafe": "on"})
    page = world.browser("counselor").get(f"/app/clients/{world.client.pk}/contact/")
    assert "Don’t call, text, write or leave word" in page.text
    assert "They said so themselves" in page.text


def test_hours_come_in_pairs_with_a_length(world):
    for times in ({"from_time": "09:00"}, {"from_time": "09:00", "until_time": "09:00"}):
        answer = world.browser("client").post(PAGE, {"seen": 0, "text": "on", "words": "Ring twice", **times})
        assert answer.status_code == 422
        assert "Ring twice" in answer.text
    assert not SafeContact.objects.filter(client=world.client).exists()


def test_what_the_team_wrote_meanwhile_is_not_lost(world):
    counselor = world.browser("counselor")
    counselor.post(f"/app/clients/{world.client.pk}/contact/", {"seen": 0, "is_unsafe": "on"})
    answer = world.browser("client").post(PAGE, {"seen": 0, "text": "on"})
    assert answer.status_code == 422
    assert "Maya Okafor wrote this down anew" in answer.text
    assert SafeContact.objects.get(client=world.client, ended_at=None).is_unsafe
