"""A client says on the phone when they can come."""

import pytest
from tests.cast import NOW

from stepwell.domain.availability.models import OwnTime
from stepwell.kernel import clock

PAGE = "/me/times/"
SENT = {"sense": "only", "kind": "child care", "weekdays": ["1"], "from_time": "09:00", "until_time": "12:00"}


def test_one_time_is_said_shown_and_taken_back(world):
    client = world.browser("client")
    with clock.standing_at(NOW):
        assert "When can’t you come?" in client.get(PAGE).text
        assert client.post(PAGE, SENT).status_code == 303
        assert "Tue 09:00 to 12:00, child care" in client.get(PAGE).text
        said = OwnTime.objects.get(client=world.client)
        assert said.written_by is None
        client.post(PAGE, {"verb": "take_back", "time": said.pk})
    said.refresh_from_db()
    assert said.ended_at == NOW


@pytest.mark.parametrize(
    "wrong", [{"weekdays": []}, {"kind": "a party"}, {"from_time": "x"}, {"last_on": "2026-01-01"}]
)
def test_what_is_missing_is_said_and_the_rest_stays(world, wrong):
    with clock.standing_at(NOW):
        answer = world.browser("client").post(PAGE, {**SENT, **wrong})
    assert answer.status_code == 422
    assert 'value="12:00"' in answer.text
    assert not OwnTime.objects.filter(client=world.client).exists()


def test_nobody_takes_back_what_another_said(world):
    from tests.cast import make_world

    with clock.standing_at(NOW):
        world.browser("client").post(PAGE, SENT)
        other = make_world().browser("client")
        assert other.post(PAGE, {"verb": "take_back", "time": OwnTime.objects.latest("pk").pk}).status_code == 404
        assert other.post(PAGE, {"verb": "take_back", "time": "one"}).status_code == 404


def test_the_plan_and_the_contact_page_link_to_it(world):
    for page in ("/me/plan/", "/me/contact/"):
        assert PAGE in world.browser("client").get(page).text
