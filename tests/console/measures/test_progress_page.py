"""One person's answers over time: numbers at once, pictures when they are drawn, and who sees it."""

import pytest
from django.db import transaction
from django.urls import reverse
from playwright.sync_api import expect
from tests.browser import assert_sound
from tests.cast import NOW, make_world
from tests.clinic import make_clinic
from tests.workflows.test_progress import answered

from stepwell.platform.pictures.actions import draw_picture
from stepwell.platform.pictures.models import Picture


@pytest.fixture
def clinic(world):
    return make_clinic(world, people=1)


def draw_all() -> None:
    """As a worker does."""
    with transaction.atomic():
        for key in Picture.objects.filter(drawn_at=None).values_list("pk", flat=True):
            draw_picture(key=key, now=NOW)


def test_the_numbers_are_there_at_once_and_the_picture_when_it_is_drawn(clinic):
    client = clinic.clients[0]
    answered(client, "phq-9", 16, 15, 9)
    browser = clinic.world.browser("counselor")
    first = browser.get(reverse("progress", args=[client.pk])).content.decode()
    assert "The picture is being drawn" in first
    assert "<td>16</td>" in first
    assert 'hx-get="?tried=1"' in first
    draw_all()
    then = browser.get(reverse("progress", args=[client.pk])).content.decode()
    assert "<svg" in then
    assert "plot-drawing" in then
    assert "hx-get" not in then.partition('id="plots"')[2][:200]
    assert "better, beyond chance" in then


def test_a_page_that_has_waited_long_enough_stops_asking(clinic):
    answered(clinic.clients[0], "phq-9", 16)
    browser = clinic.world.browser("counselor")
    page = browser.get(reverse("progress", args=[clinic.clients[0].pk]), {"tried": "8"}).content.decode()
    assert "hx-get=" not in page.partition('id="plots"')[2][:200]


@pytest.mark.parametrize("tried", ["x", "-1", "999", "²"])
def test_an_odd_address_is_a_first_try(clinic, tried):
    answered(clinic.clients[0], "phq-9", 16)
    browser = clinic.world.browser("counselor")
    assert (
        'hx-get="?tried=1"'
        in browser.get(reverse("progress", args=[clinic.clients[0].pk]), {"tried": tried}).content.decode()
    )


def test_before_the_first_answer_it_says_what_comes(clinic):
    page = clinic.world.browser("counselor").get(reverse("progress", args=[clinic.clients[0].pk]))
    assert "Nothing answered yet" in page.content.decode()


def test_a_band_says_whose_figures_it_rests_on_and_without_a_source_there_is_none(clinic):
    answered(clinic.clients[0], "phq-9", 16)
    answered(clinic.clients[0], "pcl-5", 40)
    answered(clinic.clients[0], "audit", 16)
    page = clinic.world.browser("counselor").get(reverse("progress", args=[clinic.clients[0].pk])).content.decode()
    assert "6 points to either side of the first result of the stay: what chance alone may do, at 95 %." in page
    assert "a standard deviation of 6.1 (41 patients of primary care with major depression; Kroenke" in page
    assert "a reliability of 0.89, internal consistency" in page
    assert "15 points to either side of the first result of the stay: what chance alone may do. The figure" in page
    assert "We have no source for which change of this is beyond chance" in page


def test_today_and_the_list_name_who_is_worse_with_the_reason(clinic):
    answered(clinic.clients[0], "phq-9", 9, 18)
    browser = clinic.world.browser("counselor")
    for address in (reverse("today"), reverse("off_track")):
        page = browser.get(address).content.decode()
        assert clinic.clients[0].name in page
        assert "6 points or more are beyond chance" in page


def test_a_long_list_is_shown_some_at_a_time(world, monkeypatch):
    monkeypatch.setattr("stepwell.console.measures.progress.PER_PAGE", 2)
    clinic = make_clinic(world, people=3)
    for client in clinic.clients:
        answered(client, "phq-9", 3, 25)
    browser = world.browser("director")
    first, last = (browser.get(reverse("off_track"), {"page": page}).content.decode() for page in ("1", "2"))
    assert "1–2 of 3" in first
    assert sum(client.name in first for client in clinic.clients) == 2
    assert sum(client.name in last for client in clinic.clients) == 1


def test_the_list_without_anybody_says_what_it_counts(clinic):
    assert "Nobody’s answers are worse" in clinic.world.browser("counselor").get(reverse("off_track")).content.decode()


@pytest.mark.browser
def test_it_is_drawn_wide_and_narrow_in_light_and_dark(browse, committed):
    world = make_world()
    clinic = make_clinic(world, people=1)
    client = clinic.clients[0]
    answered(client, "phq-9", 16, 15, 9, 4)
    answered(client, "bam", {"use": 3, "risk": 9, "protective": 14}, {"use": 1, "risk": 7, "protective": 18})
    page = browse(world.email("counselor"))
    page.goto(reverse("progress", args=[client.pk]))
    expect(page.get_by_text("The picture is being drawn").first).to_be_visible()
    draw_all()
    expect(page.get_by_role("img", name="PHQ-9 over time")).to_be_visible()
    expect(page.get_by_role("img", name="BAM, Risk over time")).to_be_visible()
    for width, scheme in ((1280, "light"), (390, "dark")):
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(color_scheme=scheme)
        assert_sound(page)
        page.screenshot(path=f"/tmp/shots/progress-{width}.png", full_page=True)
    page.emulate_media(media="print")
    drawing = page.get_by_role("img", name="PHQ-9 over time")
    band = drawing.locator("[fill='var(--tint-2)']").first
    assert band.evaluate("one => getComputedStyle(one).fill") == "rgb(221, 221, 221)"
    assert drawing.evaluate("one => getComputedStyle(one.closest('.card')).backgroundColor") != "rgb(221, 221, 221)"
