"""When a client can come, in the console: written down, taken back, and linked from the chart."""

from tests.cast import NOW

from stepwell.domain.availability.models import OwnTime
from stepwell.kernel import clock
from stepwell.platform.ledger.models import Entry

SENT = {
    "sense": "cannot", "kind": "work", "weekdays": ["0", "2"], "from_time": "09:00", "until_time": "17:00",
    "first_on": "2026-10-06", "verb": "say",
}  # fmt: skip


def page_of(world):
    return f"/app/clients/{world.client.pk}/times/"


def test_it_is_written_down_read_and_taken_back(world):
    counselor = world.browser("counselor")
    with clock.standing_at(NOW):
        assert "Nobody has asked yet" in counselor.get(page_of(world)).text
        assert counselor.post(page_of(world), SENT).status_code == 303
        text = counselor.get(page_of(world)).text
        assert "Mon, Wed 09:00 to 17:00, work" in text
        said = OwnTime.objects.get(client=world.client)
        answer = counselor.post(page_of(world), {"verb": "take_back", "time": said.pk})
        assert answer.status_code == 303
        assert "Taken back" in counselor.get(page_of(world)).text
    assert Entry.objects.filter(verb="own_times.read", client_id=world.client.pk).exists()


def test_what_is_wrong_is_said_and_what_was_typed_stays(world):
    with clock.standing_at(NOW):
        wrong = {**SENT, "until_time": "09:00", "last_on": "2026-10-01"}
        answer = world.browser("counselor").post(page_of(world), wrong)
        odd = world.browser("counselor").post(page_of(world), {"verb": "take_back", "time": "x"})
    assert answer.status_code == 422
    assert "Both times are the same." in answer.text
    assert 'value="09:00"' in answer.text
    assert odd.status_code == 404


def test_the_chart_links_to_it_and_only_a_team_opens_it(world):
    chart = world.browser("counselor").get(f"/app/clients/{world.client.pk}/").text
    assert page_of(world) in chart
    for who in ("colleague", "front desk", "client"):
        assert world.browser(who).get(page_of(world)).status_code in (403, 404)
    assert world.browser("privacy officer").post(page_of(world), SENT).status_code == 403
