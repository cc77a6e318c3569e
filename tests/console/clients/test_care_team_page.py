"""The care team's page: everybody reads it, who names the team changes it, and what was refused says why."""

from datetime import timedelta

from tests.cast import NOW
from tests.planning import start_stay

from stepwell.domain.people.models import CareTeamMember, Function
from stepwell.domain.planreview.actions import check_site
from stepwell.kernel import clock
from stepwell.kernel.actor import system
from stepwell.platform.ledger.models import Entry


def url(world):
    return f"/app/clients/{world.client.pk}/care-team/"


def sent_and_read(browser, address, sent):
    assert browser.post(address, sent).status_code == 303
    return browser.get(address).content.decode()


def places(world):
    return {(one.staff_id, one.function) for one in CareTeamMember.objects.filter(client=world.client, ended_at=None)}


def test_a_supervisor_names_a_prescriber_and_takes_them_off_again(world):
    start_stay(world)
    prescriber, browser = world.staff["prescriber"], world.browser("supervisor")
    with clock.standing_at(NOW):
        page = browser.get(url(world)).content.decode()
        assert f'<option value="prescriber:{prescriber.pk}">Lena Fox</option>' in page
        sent = {"verb": "name", "member": f"prescriber:{prescriber.pk}"}
        told = sent_and_read(browser, url(world), sent)
        assert "Lena Fox is on the care team: prescriber." in told
        assert "Prescriber, since 6 Oct 2026" in told
        place = CareTeamMember.objects.get(client=world.client, staff=prescriber).pk
        told = sent_and_read(browser, url(world), {"verb": "take_off", "place": place})
    assert "Lena Fox is off the care team" in told
    assert "Prescriber, 6 Oct 2026 to 6 Oct 2026" in told
    assert Entry.objects.filter(verb="care_team.read", client_id=world.client.pk).exists()


def test_what_is_refused_says_how_to_mend_it_and_changes_nothing(world):
    start_stay(world)
    browser, before = world.browser("director"), places(world)
    place = CareTeamMember.objects.get(client=world.client, function=Function.COUNSELOR).pk
    for sent, said in (
        ({"verb": "take_off", "place": place}, "Nobody else is their counselor."),
        ({"verb": "name", "member": ""}, "Nobody is chosen."),
        ({"verb": "name", "member": "prescriber:0"}, "This is nobody of the list."),
    ):
        answer = browser.post(url(world), sent)
        assert answer.status_code == 422
        assert said in answer.content.decode()
    for odd in ("", "x", "9" * 40, "-1", "٣"):
        assert browser.post(url(world), {"verb": "take_off", "place": odd}).status_code == 404
    assert browser.post(url(world), {"verb": "neither"}).status_code == 200
    assert places(world) == before


def test_who_treats_the_person_reads_it_and_changes_nothing(world):
    browser = world.browser("counselor")
    page = browser.get(url(world)).content.decode()
    assert "Maya Okafor" in page
    assert "Name somebody" not in page
    assert browser.post(url(world), {"verb": "name", "member": "x"}).status_code == 403
    assert world.browser("colleague").get(url(world)).status_code == 404


def test_the_work_that_asks_for_a_prescriber_leads_there(world):
    start_stay(world)
    later = NOW + timedelta(days=45)
    check_site(actor=system("jobs"), site=world.site, now=later)
    with clock.standing_at(later):
        page = world.browser("supervisor").get("/app/today/").content.decode()
    assert "No prescriber to certify" in page
    assert url(world) in page
