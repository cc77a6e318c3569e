"""One person with two stays at once: here, and at another place."""

from datetime import date, timedelta
from uuid import UUID, uuid4

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st
from tests.browser import assert_sound
from tests.cast import EVERYBODY, NOW, TODAY, make_world
from tests.clinic import admit_one, make_clinic

from stepwell.domain.admissions.actions.elsewhere import end_outside_stay, record_outside_stay
from stepwell.domain.admissions.models import OutsideStay
from stepwell.domain.admissions.queries.elsewhere import beside, stays_of
from stepwell.domain.admissions.rules.elsewhere import (
    Outside,
    OutsideKind,
    Span,
    check_last_day,
    check_outside,
    lanes,
)
from stepwell.kernel import clock
from stepwell.kernel.errors import NotAllowed, NotFound, Refused

DAY = timedelta(days=1)
HOUSE = Outside(OutsideKind.SOBER_LIVING, "Harbor House", TODAY - 20 * DAY, "303 555 0155")
DAYS = st.dates(date(2024, 1, 1), TODAY)
SPANS = st.lists(
    st.builds(lambda since, more, here: Span("x", since, since + more * DAY if more else None, here),
              DAYS, st.integers(0, 40), st.booleans()),
    max_size=6,
)  # fmt: skip


def put(world, outside=HOUSE, who="counselor", key=None, client=None):
    return record_outside_stay(
        actor=world.actor(who), client_id=(client or world.client).pk, outside=outside, key=key or uuid4(), now=NOW
    )


def end(world, stay, on=TODAY, who="counselor"):
    return end_outside_stay(actor=world.actor(who), client_id=stay.client_id, stay_id=stay.pk, last_on=on, now=NOW)


@pytest.mark.parametrize(
    ("outside", "fields"),
    [
        (Outside(OutsideKind.OTHER, " ", TODAY + DAY), ["place", "since_on"]),
        (Outside(OutsideKind.OTHER, "x" * 201, TODAY, "a\0"), ["place", "phone"]),
        (Outside(OutsideKind.OTHER, "x", date(1990, 1, 1)), ["since_on"]),
    ],
)
def test_everything_that_is_wrong_is_said_at_once(outside, fields):
    with pytest.raises(Refused) as caught:
        check_outside(outside, today=TODAY)
    assert [one.where for one in caught.value.refusals] == fields


def test_a_last_day_lies_in_what_has_happened():
    check_last_day(TODAY, since_on=TODAY, today=TODAY)
    for wrong in (TODAY - DAY, TODAY + DAY):
        with pytest.raises(Refused, match="before it began, or still to come"):
            check_last_day(wrong, since_on=TODAY, today=TODAY)


@given(SPANS)
def test_every_stay_stands_within_the_drawing_on_one_scale(spans):
    drawn = lanes(spans, TODAY)
    assert len(drawn) == len(spans)
    for lane in drawn:
        assert lane.start >= 0
        assert lane.width > 0
        assert lane.start + lane.width <= 100.0001
    if drawn:
        assert min(lane.start for lane in drawn) == 0


@pytest.mark.parametrize("who", EVERYBODY)
def test_the_team_the_desk_and_who_leads_the_site_record_it_and_nobody_else(world, who):
    if who in ("counselor", "supervisor", "director", "admissions"):
        assert put(world, who=who).recorded_by == world.staff[who]
        return
    with pytest.raises((NotAllowed, NotFound)):
        put(world, who=who)


def test_what_is_sent_twice_is_there_once(world):
    key = uuid4()
    assert put(world, key=key) == put(world, key=key)
    with pytest.raises(Refused, match="with other words"):
        put(world, Outside(OutsideKind.HOSPITAL, "Northside", TODAY), key=key)
    assert OutsideStay.objects.count() == 1


def test_one_that_ended_stays_known_and_its_first_end_stands(world):
    stay = put(world)
    actor = world.actor("counselor")
    assert beside(actor, world.client) == (stay,)
    assert end(world, stay) == end(world, stay)
    with pytest.raises(Refused, match="wrote down its end already"):
        end(world, stay, TODAY - DAY)
    assert beside(actor, world.client) == ()
    assert [one.last_on for one in stays_of(actor, world.client.pk, NOW).outside] == [TODAY]
    with pytest.raises(NotFound):
        end_outside_stay(actor=actor, client_id=world.client.pk, stay_id=UUID(int=1), last_on=TODAY, now=NOW)


def test_two_stays_at_once_stand_beside_each_other_by_the_same_queries(world, query_count):
    clinic = make_clinic(world, people=0)
    client = admit_one(clinic).client
    put(world, client=client)
    with query_count(7):
        stays = stays_of(world.actor("counselor"), client.pk, NOW)
    assert [lane.span.label for lane in stays.lanes] == ["Harbor House", "Evening IOP"]
    assert [lane.span.is_here for lane in stays.lanes] == [False, True]
    for number in range(3):
        put(world, Outside(OutsideKind.OPIOID, f"Program {number}", TODAY), client=client)
    with query_count(7):
        assert len(stays_of(world.actor("counselor"), client.pk, NOW).outside) == 4


def test_the_page_keeps_what_was_typed_and_the_chart_names_the_house(world):
    with clock.standing_at(NOW):
        browser, page = world.browser("counselor"), reverse("stays", args=[world.client.pk])
        told = {"verb": "record", "kind": "sober living", "place": "Harbor House", "key": str(uuid4())}
        wrong = browser.post(page, {**told, "since_on": "2027-01-01"})
        assert (wrong.status_code, 'value="Harbor House"' in wrong.text) == (422, True)
        assert browser.post(page, {**told, "since_on": "2026-10-01"}).status_code == 303
        assert "sober living: Harbor House" in browser.get(f"/app/clients/{world.client.pk}/").text
        stay = OutsideStay.objects.get()
        late = browser.post(page, {"verb": "end", "stay": stay.pk, "last_on": "2027-01-01"})
        assert (late.status_code, 'value="2027-01-01"' in late.text) == (422, True)
        assert browser.post(page, {"verb": "end", "stay": stay.pk, "last_on": "2026-10-06"}).status_code == 303
        assert browser.post(page, {"verb": "dance"}).status_code == 404
        after = browser.get(f"/app/clients/{world.client.pk}/").text
        assert "sober living: Harbor House" not in after, "the head names where somebody is now"
        assert "Stay elsewhere ended" in after, "the timeline where they were"


@pytest.mark.browser
@pytest.mark.parametrize(("width", "dark"), [(1280, False), (390, True)])
def test_stays_are_drawn_and_told_wide_and_narrow(committed, browse, width, dark):
    with clock.standing_at(NOW):
        world = make_world()
        client = admit_one(make_clinic(world, people=0)).client
        page = browse(world.email("counselor"), width=width, dark=dark)
        page.goto(f"/app/clients/{client.pk}/")
        page.locator(".chart-head summary").click()
        page.get_by_role("link", name="All stays").click()
        page.get_by_label("Sober living").check()
        page.get_by_label("Its name").fill("Harbor House")
        page.get_by_role("button", name="Save").click()
        page.get_by_role("button", name="It is over").wait_for()
        assert page.locator(".stay-lane rect").count() == 2
        assert_sound(page)
