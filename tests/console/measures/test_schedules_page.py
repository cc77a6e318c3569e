"""Settings, Questions: what is asked of whom and how often, from a day on."""

import pytest
from django.urls import reverse
from tests.cast import NOW, TODAY
from tests.clinic import make_clinic
from tests.measuring import A_SCHEDULE, asked_every

from stepwell.domain.measures.models import MeasureSchedule, ScheduleEdition
from stepwell.kernel import clock

# Session, account, actor; sites, schedules, editions and who set them; the header's counts.
LIST = 8


@pytest.fixture(autouse=True)
def standing():
    with clock.standing_at(NOW):
        yield


def address(world, name="schedule_set"):
    return reverse(name, args=[world.site.pk])


def send(world, who="director", **change):
    return world.browser(who).post(address(world), {**A_SCHEDULE, **change})


def test_the_tab_leads_there_and_an_empty_site_is_told_how_to_begin(world):
    browser = world.browser("supervisor")
    answer = browser.get(reverse("schedules_of_sites"), follow=True)
    assert answer.redirect_chain == [(address(world, "schedules"), 302)]
    assert "Nothing is asked by itself yet" in answer.text
    assert "docs/clinical.md, BAM" in answer.text


def test_presets_are_taken_with_one_press(world):
    browser = world.browser("director")
    assert browser.post(address(world, "schedules")).status_code == 303
    answer = browser.get(address(world, "schedules"))
    assert "6 schedules begin today." in answer.text
    assert "PHQ-9 of 10 or more" in answer.text
    assert "To begin with" not in answer.text


def test_one_is_written_and_goes_on_otherwise_from_a_later_day(world):
    assert send(world).status_code == 303
    schedule = MeasureSchedule.objects.get()
    page = world.browser("director").get(f"{address(world)}?schedule={schedule.pk}").text
    assert "Now: at the start, every 2 weeks since 6 Oct 2026." in page
    assert send(world, every_days="28", from_on="2026-11-02").status_code == 303
    assert (
        "From 2 Nov 2026: at the start, every 4 weeks"
        in world.browser("director").get(address(world, "schedules")).text
    )
    assert ScheduleEdition.objects.count() == 2


def test_stopping_says_stopped(world):
    asked_every(world, "gad-7", 14)
    send(world, is_stopped="on")
    assert "Stopped" in world.browser("director").get(address(world, "schedules")).text


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"from_on": "2026-10-05"}, "This day has passed."),
        ({"every_days": "0"}, "That isn&#x27;t 1 to 366 days."),
        ({"every_days": "", "at_start": ""}, "Nothing says when."),
        ({"audience": "track"}, "The track is missing."),
        ({"audience": "diagnosis"}, "The code is missing."),
        ({"audience": "result", "result_of": "phq-9", "at_least": "40"}, "A result lies from 0 to 27."),
        ({"code": "nothing"}, "Select a valid choice"),
    ],
)
def test_what_makes_no_sense_is_said_and_what_was_typed_stays(world, change, words):
    answer = send(world, **change)
    assert answer.status_code == 422
    assert words in answer.text
    assert not MeasureSchedule.objects.exists()


def test_a_track_and_a_diagnosis_in_words(world):
    clinic = make_clinic(world, people=0)
    send(world, audience="track", track=clinic.track.pk)
    send(world, audience="diagnosis", diagnosis="f43.1")
    page = world.browser("director").get(address(world, "schedules")).text
    assert "Asked of Evening IOP" in page
    assert "diagnosis F43.1…" in page


@pytest.mark.parametrize(("who", "status"), [("counselor", 403), ("elsewhere", 403), ("client", 403)])
def test_who_may_not(world, who, status):
    assert world.browser(who).get(address(world)).status_code == status


def test_a_schedule_of_another_site_is_not_found(world):
    schedule = MeasureSchedule.objects.create(site=world.other_site, instrument_code="gad-7", audience="everybody")
    ScheduleEdition.objects.create(
        schedule=schedule, from_on=TODAY, at_start=True, set_by=world.staff["elsewhere"], set_at=NOW
    )
    assert world.browser("director").get(f"{address(world)}?schedule={schedule.pk}").status_code == 404
    assert world.browser("director").get(reverse("schedules", args=[world.other_site.pk])).status_code == 404


def test_the_queries_of_the_list_stay_the_same(world, query_count):
    asked_every(world, "gad-7", 14)
    browser, path = world.browser("director"), address(world, "schedules")
    browser.get(path)
    with query_count(LIST):
        browser.get(path)
    for code in ("phq-9", "bam", "pcl-5"):
        asked_every(world, code, 28)
    with query_count(LIST):
        browser.get(path)
