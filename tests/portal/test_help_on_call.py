"""Help calls who is on call first, where somebody is; it never names one whom nobody could reach."""

from datetime import timedelta
from uuid import uuid4

import pytest
from tests.calling import put
from tests.cast import NOW, make_world
from tests.portal.test_portal_pages import text

from stepwell.domain.people.models import Client, Staff
from stepwell.domain.safety.actions import take_off_call
from stepwell.domain.safety.queries.rota import own_on_call
from stepwell.domain.safety.rules.rota import Place
from stepwell.kernel import clock
from stepwell.kernel.errors import NotAllowed


@pytest.fixture(autouse=True)
def standing():
    with clock.standing_at(NOW):
        yield


def give_phone(world, who, phone):
    Staff.objects.filter(pk=world.staff[who].pk).update(phone=phone)


def calls(world, path="/me/help/"):
    return text(world.browser("client").get(path))


def test_who_is_on_call_is_the_first_to_call_and_988_and_911_stay(world):
    give_phone(world, "colleague", "(612) 555-0142")
    put(world, "colleague")
    said = calls(world)
    first, second, third = (said.index(f'href="tel:{number}"') for number in ("+16125550142", "988", "911"))
    assert first < second < third
    assert f"Call {world.staff['colleague'].name}" in said
    assert "On call until Wednesday, 8:00 am · (612) 555-0142" in said


def test_it_stands_there_too_while_a_message_is_not_seen_yet(world):
    give_phone(world, "colleague", "612 555 0142")
    put(world, "colleague")
    sent = world.browser("client").post("/me/help/", {"event_key": str(uuid4())})
    assert 'href="tel:+16125550142"' in calls(world, sent.headers["Location"])


def test_while_nobody_is_on_call_988_is_the_first_to_call(world):
    (stretch,) = put(world, "colleague")
    give_phone(world, "colleague", "612 555 0142")
    take_off_call(actor=world.actor("director"), stretch_id=stretch.pk, now=NOW)
    said = calls(world)
    assert "0142" not in said
    assert 'href="tel:988"' in said


@pytest.mark.parametrize("phone", ["", "ask the desk"])
def test_who_cannot_be_dialed_is_not_offered(world, phone):
    give_phone(world, "colleague", phone)
    put(world, "colleague")
    said = calls(world)
    assert world.staff["colleague"].name not in said
    assert 'href="tel:988"' in said


def test_the_second_is_called_where_the_first_has_no_phone(world):
    give_phone(world, "colleague", "")
    give_phone(world, "supervisor", "612 555 0143")
    put(world, "colleague")
    put(world, "supervisor", Place.SECOND)
    assert 'href="tel:+16125550143"' in calls(world)


def test_another_sites_on_call_is_nobody_of_mine_and_staff_have_the_rota(world):
    give_phone(world, "colleague", "612 555 0142")
    put(world, "colleague")
    assert own_on_call(make_world().actor("client"), NOW) is None
    assert own_on_call(world.actor("client"), NOW + timedelta(days=2)) is None
    with pytest.raises(NotAllowed):
        own_on_call(world.actor("counselor"), NOW)


def test_it_is_said_in_spanish_too(world):
    give_phone(world, "colleague", "612 555 0142")
    put(world, "colleague")
    Client.objects.filter(pk=world.client.pk).update(language="Spanish")
    assert "De guardia hasta: miércoles, 8:00 a. m." in calls(world)
