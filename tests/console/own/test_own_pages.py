"""Own sessions on screen: from the chart and from the schedule, with what is in the way named, and who comes."""

from datetime import timedelta

import pytest
from tests.cast import NOW
from tests.clinic import make_clinic
from tests.own import own_service, plan, relative

from stepwell.domain.week.models import Note, Series
from stepwell.kernel import clock


@pytest.fixture(autouse=True)
def _stands():
    with clock.standing_at(NOW):
        yield


def fields(clinic, service, **change):
    usual = {
        "service": service.pk,
        "leader": clinic.world.staff["counselor"].pk,
        "place": clinic.other_place.pk,
        "how_often": "weekly",
        "first_on": "2026-10-07",
        "starts_at_time": "10:00",
        "minutes": "60",
        "weeks": "",
    }
    return {**usual, **change}


def page(clinic, tail=""):
    return f"/app/clients/{clinic.clients[0].pk}/sessions/{tail}"


def test_it_is_planned_from_the_chart_and_stands_there_in_the_schedule_and_on_the_phone(world):
    clinic, counselor = make_clinic(world, people=1), world.browser("counselor")
    service = own_service(world)
    assert page(clinic) in counselor.get(f"/app/clients/{clinic.clients[0].pk}/").text
    assert "No session of Ana’s own is planned" in counselor.get(page(clinic)).text
    answer = counselor.post(page(clinic, "new/"), fields(clinic, service))
    assert (answer.status_code, answer.headers["Location"]) == (303, page(clinic))
    shown = counselor.get(page(clinic)).text
    assert "Every Wednesday at 10:00, until" in shown
    assert "Wed 7 Oct, 10:00" in shown
    assert "Ana Reyes" in counselor.get("/app/schedule/?week=2026-10-07").text.split("Individual counseling")[1][:60]
    assert "Individual counseling" not in world.browser("colleague").get("/app/schedule/?week=2026-10-07").text


def test_from_the_schedule_one_chooses_for_whom(world):
    clinic, counselor = make_clinic(world, people=1), world.browser("counselor")
    assert "/app/schedule/own/" in counselor.get("/app/schedule/").text
    assert "Ana Reyes" in counselor.get("/app/schedule/own/").text
    answer = counselor.get("/app/schedule/own/", {"client": clinic.clients[0].pk})
    assert answer.headers["Location"] == page(clinic, "new/")
    assert counselor.get("/app/schedule/own/", {"client": "nobody"}).status_code == 422
    assert "Nobody to plan for yet" in world.browser("colleague").get("/app/schedule/own/").text


def test_what_is_in_the_way_is_named_and_the_typing_stays(world):
    clinic, counselor = make_clinic(world, people=2), world.browser("counselor")
    service = own_service(world)
    plan(clinic, service, person=1)
    answer = counselor.post(page(clinic, "new/"), fields(clinic, service, minutes="45"))
    assert answer.status_code == 409
    assert "Room 3 is taken: Individual counseling, Wed 10:00 to 11:00." in answer.text
    assert 'value="45"' in answer.text
    assert "Darnell" not in answer.text
    assert Series.objects.filter(client=clinic.clients[0]).count() == 0


def test_nonsense_is_answered_at_its_field(world):
    clinic, counselor = make_clinic(world, people=1), world.browser("counselor")
    service = own_service(world)
    wrong = {"minutes": "-1", "first_on": "soon", "starts_at_time": "25:00", "how_often": "hourly", "leader": "x"}
    answer = counselor.post(page(clinic, "new/"), fields(clinic, service, **wrong))
    assert answer.status_code == 422
    for words in ("This is no date", "This is no time", "Choose one of the list"):
        assert words in answer.text


def test_who_of_the_family_comes_is_chosen_among_those_whom_a_consent_names(world):
    clinic, counselor = make_clinic(world, people=1), world.browser("counselor")
    rita = relative(world, clinic.clients[0])
    relative(world, clinic.clients[0], "Sol Reyes", consents=False)
    service = own_service(world, "family")
    shown = counselor.get(page(clinic, "new/")).text
    assert "No consent in force names Sol Reyes" in shown
    assert shown.count("Sol Reyes") == 1
    counselor.post(page(clinic, "new/"), fields(clinic, service, family=[rita.pk]))
    assert "With Rita Reyes" in counselor.get(page(clinic)).text
    series = Series.objects.get(client=clinic.clients[0])
    assert counselor.post(page(clinic, f"{series.pk}/family/"), {"family": []}).status_code == 303
    assert "Nobody of the family was asked along" in counselor.get(page(clinic)).text


def test_they_end_by_the_page(world):
    clinic, counselor = make_clinic(world, people=1), world.browser("counselor")
    series = plan(clinic, own_service(world))
    assert counselor.post(page(clinic, f"{series.pk}/end/"), {"ends_on": "2026-10-06"}).status_code == 303
    assert "No session of Ana’s own is planned" in counselor.get(page(clinic)).text
    assert counselor.post(page(clinic, f"{series.pk}/end/"), {"ends_on": "x"}).status_code == 422


def test_one_that_is_canceled_leads_back_here_and_is_restored_here(world):
    clinic, counselor = make_clinic(world, people=1), world.browser("counselor")
    series = plan(clinic, own_service(world))
    session = series.sessions.order_by("starts_at")[0]
    answer = counselor.post(f"/app/groups/sessions/{session.pk}/cancel/", {"reason": "leader"})
    assert counselor.get(answer.headers["Location"]).headers["Location"] == page(clinic)
    assert "The leader is away" in counselor.get(page(clinic)).text
    assert counselor.post(f"/app/groups/sessions/{session.pk}/restore/").status_code == 303
    assert "The leader is away" not in counselor.get(page(clinic)).text


def test_its_note_is_saved_and_signed_without_scripts(world):
    clinic, counselor = make_clinic(world, people=1), world.browser("counselor")
    rita = relative(world, clinic.clients[0])
    series = plan(clinic, own_service(world, "family"), family=[rita.pk])
    session = series.sessions.order_by("starts_at")[0]
    here = f"/app/groups/{session.pk}/"
    with clock.standing_at(session.ends_at + timedelta(minutes=5)):
        assert "With family" in counselor.get(here).text
        counselor.post(f"{here}roll/{clinic.clients[0].pk}/", {"status": "present"})
        counselor.post(f"{here}drafts/")
        note = Note.objects.get(booking__session=session)
        shown = counselor.get(here).text
        assert shown.count('name="section"') == 3
        assert "doesn’t belong in it" in shown
        assert "Shared by all" not in shown
        said = {"section": ["Came with Rita.", "", ""], "company": ["Rita Reyes"], "revision": 0, "verb": "sign"}
        refused = counselor.post(f"{here}notes/{note.pk}/", said)
        assert refused.status_code == 422
        assert "Assessment is empty" in refused.text
        said |= {"section": ["Came with Rita.", "Listens more.", "Two walks."], "revision": 1}
        assert counselor.post(f"{here}notes/{note.pk}/", said).status_code == 303
        stale = counselor.post(f"{here}notes/{note.pk}/", {**said, "section": ["x", "y", "z"], "revision": 1})
        assert stale.status_code == 409
        read = counselor.get(f"/app/notes/{note.pk}/").text
        assert counselor.get(f"{here}shared/").status_code == 404
    for words in ("Assessment", "Listens more.", "Also there", "Rita Reyes"):
        assert words in read


def test_the_phone_says_what_is_next_and_the_way_in(world):
    from stepwell.domain.people.actions import give_portal

    clinic = make_clinic(world, people=1)
    account = world.accounts["client"]
    world.client.account = None
    world.client.save(update_fields=["account"])
    give_portal(actor=world.actor("director"), client=clinic.clients[0], account=account)
    plan(clinic, own_service(world), first_on=NOW.date(), weeks=None)
    series = Series.objects.get(client=clinic.clients[0])
    session = series.sessions.get()
    session.meeting_url = "https://meet.example/41"
    session.save(update_fields=["meeting_url"])
    with clock.standing_at(session.starts_at - timedelta(minutes=10)):
        phone = world.browser("client")
        today = phone.get("/me/").text
        assert "Individual counseling, Room 3" in today
        assert "with Maya Okafor" in today
        assert f"/me/join/{session.pk}/" in today
        assert phone.post(f"/me/join/{session.pk}/").status_code == 200
    session.bookings.get(arrived_how="joined")


def test_the_template_of_such_a_service_says_its_sections(world):
    service, director = own_service(world), world.browser("director")
    here = f"/app/settings/notes/{service.pk}/"
    answer = director.post(here, {"sections": "SOAP", "revision": 0})
    assert answer.status_code == 303
    assert "Subjective" in director.get(here).text
    assert "Two sections have the same name" in director.post(here, {"sections": "a\na", "revision": 1}).text


def test_family_that_met_without_the_client_has_its_note_in_the_chart(world):
    clinic, counselor = make_clinic(world, people=1), world.browser("counselor")
    client = clinic.clients[0]
    rita = relative(world, client)
    session = plan(clinic, own_service(world, "family"), family=[rita.pk]).sessions.order_by("starts_at")[0]
    here = f"/app/groups/{session.pk}/"
    assert "Family met without Ana" not in counselor.get(here).text
    early = counselor.post(f"{here}drafts/", {"without": "1"})
    assert (early.status_code, "hasn&#x27;t begun" in early.text) == (422, True)
    with clock.standing_at(session.ends_at + timedelta(minutes=5)):
        assert "Family met without Ana" in counselor.get(here).text
        assert counselor.post(f"{here}drafts/", {"without": "1"}).status_code == 303
        shown = counselor.get(here).text
        assert "Who was there, without Ana" in shown
        assert "Family met without Ana" not in shown
        note = Note.objects.get(booking__session=session)
        said = {"section": ["Rita asks.", "She can.", "Again."], "company": ["Rita Reyes"], "revision": 0}
        assert counselor.post(f"{here}notes/{note.pk}/", {**said, "verb": "sign"}).status_code == 303
        assert "Rita Reyes, without Ana" in counselor.get(f"/app/notes/{note.pk}/").text
        assert "Family alone, without the client." in counselor.get(f"/app/clients/{client.pk}/timeline/").text
        assert "Rita Reyes, without Ana" in counselor.get(here).text


def test_from_one_of_them_on_they_are_on_another_day_shown_before_it_is_saved(world):
    clinic, counselor = make_clinic(world, people=1), world.browser("counselor")
    series = plan(clinic, own_service(world))
    third = series.sessions.order_by("starts_at")[2]
    here = f"/app/groups/sessions/{third.pk}/change/"
    assert here in counselor.get(page(clinic)).text
    assert "This one and all later" in counselor.get(here).text
    said = {"weekdays": ["4"], "starts_at_time": "09:00", "scope": "later"}
    said |= {"place": clinic.other_place.pk, "leader": world.staff["counselor"].pk}
    shown = counselor.post(here, {**said, "verb": "look"})
    assert (shown.status_code, "What it changes" in shown.text) == (200, True)
    saved = counselor.post(here, {**said, "verb": "save"})
    assert counselor.get(saved.headers["Location"]).headers["Location"] == page(clinic)
    assert "from Fri 23 Oct every Friday at 09:00" in counselor.get(page(clinic)).text
    assert world.browser("colleague").get(here).status_code == 404


def test_one_that_is_once_is_changed_alone(world):
    clinic, counselor = make_clinic(world, people=1), world.browser("counselor")
    only = plan(clinic, own_service(world), weeks=None).sessions.get()
    shown = counselor.get(f"/app/groups/sessions/{only.pk}/change/").text
    assert "This session alone" in shown
    assert "This one and all later" not in shown
