"""The timeline's page: filters in the address, words that never stand there, gaps said, one page after the other."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from tests.browser import assert_sound
from tests.cast import NOW, make_world
from tests.clinic import make_clinic

from stepwell.domain.checkins.actions import send_check_in
from stepwell.domain.checkins.rules import Answers
from stepwell.kernel import clock


def page_of(world):
    return f"/app/clients/{world.client.pk}/timeline/"


def get(world, tail="", who="counselor", data=None):
    browser = world.browser(who)
    with clock.standing_at(NOW):
        path = page_of(world) + tail
        return browser.get(path) if data is None else browser.post(path, data)


def check_ins(world, ago):
    for number, one in enumerate(ago):
        answers = Answers(craving=2, mood=5, use="no", words=f"Word {number}.")
        at = NOW - one
        send_check_in(actor=world.actor("client"), key=uuid4(), answers=answers, said_at=at, sent_at=at, now=at)


def test_who_may_not_open_the_chart_gets_no_timeline(world):
    assert get(world, who="front desk").status_code == 403
    assert {get(world, who=who).status_code for who in ("colleague", "elsewhere")} == {404}


def test_the_address_keeps_what_was_chosen_and_says_nothing_of_what_happened(world):
    check_ins(world, [timedelta(hours=number) for number in range(70)])
    first = get(world, "?k=d&begin=2026-09-01&end=2026-10-06").text
    assert re.search(r'value="d" id="kind-d" checked', first)
    assert 'value="2026-09-01"' in first
    (earlier,) = re.findall(r'href="([^"]+)">Earlier', first)
    path, _, query = earlier.partition("?")
    assert path == page_of(world)
    assert re.fullmatch(r"k=d&amp;begin=[\d-]+&amp;end=[\d-]+&amp;before=\d+\.\d+", query)
    assert "Word 59." in first
    assert "Word 60." not in first
    second = get(world, earlier.replace("&amp;", "&").partition("/timeline/")[2]).text
    assert "Word 60." in second
    assert "Word 59." not in second
    assert "Nothing more of this" in second


def test_words_are_sent_in_the_body_alone_and_the_next_page_too(world):
    check_ins(world, [timedelta(hours=number) for number in range(70)])
    found = get(world, data={"text": "word", "k": "d"}).text
    assert "Word 0." in found
    assert 'name="text" value="word"' in found
    assert "text=word" not in found
    (before,) = re.findall(r'name="before" value="([^"]+)"', found)
    rest = get(world, data={"text": "word", "k": "d", "before": before}).text
    assert "Word 69." in rest
    assert "Word 59." not in rest
    assert "Nothing fits this" in get(world, data={"text": "zebra"}).text
    # words in an address aren't looked for
    assert "Word 0." in get(world, "?text=zebra").text


def test_a_long_silence_is_said_in_words(world):
    check_ins(world, [timedelta(days=9), timedelta(days=40)])
    text = get(world, "?k=d").text
    assert "Nothing for 9 days, until today" in text
    assert "Nothing for 30 days" in text
    assert "Nothing for 9 days, until today" not in get(world, "?k=d&end=2026-09-27").text


def test_a_day_that_is_none_is_said_at_its_field_and_everything_is_shown(world):
    check_ins(world, [timedelta(hours=1)])
    for tail, words in (
        ("?begin=yesterday", "This is no date."),
        ("?begin=1200-01-01", "Choose a day from 1900"),
        ("?begin=2026-10-06&end=2026-10-01", "It ends before it begins."),
    ):
        answer = get(world, tail)
        assert (answer.status_code, words in answer.text, "Word 0." in answer.text) == (422, True, True), tail
    assert get(world, "?before=nowhere&k=zz").status_code == 200


def test_the_chart_leads_to_it_with_the_newest_of_it(world):
    check_ins(world, [timedelta(hours=number) for number in range(15)])
    browser = world.browser("counselor")
    with clock.standing_at(NOW):
        chart = browser.get(f"/app/clients/{world.client.pk}/").text
    assert "Word 10." in chart
    assert "Word 13." not in chart
    (earlier,) = re.findall(r'href="([^"]+)">Earlier', chart)
    assert "Word 13." in get(world, earlier.partition("/timeline/")[2]).text


@pytest.mark.browser
@pytest.mark.parametrize("width", [1280, 390])
def test_it_is_read_filtered_and_searched_in_a_browser(browse, width):
    world = make_world()
    clinic = make_clinic(world, people=1)
    world.client = clinic.clients[0]
    with clock.standing_at(NOW + timedelta(days=1)):
        page = browse(world.email("director"), width=width)
        page.goto(f"/app/clients/{world.client.pk}/timeline/")
        assert page.get_by_role("heading", name="Everything").is_visible()
        page.get_by_label("Care team").check()
        page.get_by_role("button", name="Show", exact=True).click()
        page.wait_for_url("**/timeline/?k=r**")
        page.get_by_role("textbox", name="Words").fill("okafor")
        page.get_by_role("button", name="Find").click()
        page.get_by_role("heading", name="Care team, with “okafor”").wait_for()
        assert page.get_by_text("joined as counselor").count() == 1
        assert "okafor" not in page.url
        assert_sound(page)
        page.emulate_media(media="print")
        assert page.get_by_text("Asked for: Care team, with “okafor” in it.").is_visible()
