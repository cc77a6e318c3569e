"""Admissions in a browser: from a file to the page of an enquiry, with scripts and without."""

import json
from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest
from tests.browser import assert_sound
from tests.cast import NOW, make_world
from tests.referrals import SMALL, SYNTHEA, person, referral

from stepwell.domain.admissions.actions.referral import receive_referral
from stepwell.domain.admissions.values import PartialDate
from stepwell.domain.people.models import Client
from stepwell.interop.fhir.referral import read_referral
from stepwell.kernel import clock
from stepwell.kernel.coding import Identifier

pytestmark = pytest.mark.browser
LOOKS = [(1280, False), (1280, True), (390, False), (390, True)]


@pytest.fixture
def world(committed):
    with clock.standing_at(NOW):
        yield make_world()


def receive(world, record, now=NOW):
    return receive_referral(actor=world.actor("admissions"), site=world.site, record=record, now=now)


def looks_like_somebody(world):
    """A referral that waits for "could this be the same person?", and who it might be."""
    someone = person()
    known = receive(world, referral(someone)).enquiry.client
    twin = replace(someone, identifiers=(Identifier("urn:example:other", str(uuid4())),), phones=("555 0000",))
    return receive(world, referral(twin)).referral, known


def send(page, path):
    page.goto("/app/admissions/upload/")
    page.get_by_label("Who sent it").fill("Tribal clinic")
    page.get_by_label("The file").set_input_files(path)
    page.get_by_role("button", name="Read the file").click()


@pytest.mark.skipif(not SYNTHEA, reason="the records that others made are not here")
@pytest.mark.parametrize("scripts", [True, False])
def test_a_whole_record_is_uploaded_and_everything_in_it_is_counted(world, browse, scripts):
    path = SYNTHEA[0]
    record = read_referral(path.read_bytes())
    page = browse(world.email("admissions"), scripts=scripts)
    send(page, path)
    page.get_by_role("heading", name="What came with the referral").wait_for()
    for kind in {item.kind for item in record.items}:
        summary = page.locator("details.kind summary").filter(has_text=kind.value[:5].capitalize())
        assert summary.locator(".muted").inner_text() == str(len(record.items_of(kind)))
    listed = page.locator("section", has=page.get_by_role("heading", name="Without a place yet")).locator("ul li")
    assert [tuple(line.split("\n")) for line in listed.all_inner_texts()] == [
        (name, str(count)) for name, count in record.unplaced
    ]
    assert page.url.count(record.person.family_name) == 0
    if scripts:
        assert_sound(page)


def test_a_file_that_was_cut_off_is_refused_with_its_place(world, browse, tmp_path):
    path = tmp_path / "cut.json"
    path.write_bytes(SMALL.read_bytes()[:-400])
    page = browse(world.email("admissions"))
    send(page, path)
    alert = page.get_by_role("alert")
    alert.wait_for()
    assert "Nothing was stored" in alert.inner_text()
    assert "cut off" in alert.inner_text()
    assert "line " in alert.inner_text()
    assert page.get_by_label("Who sent it").input_value() == "Tribal clinic"
    assert_sound(page)


def test_a_wrong_type_names_its_element(world, browse, tmp_path):
    bundle = json.loads(SMALL.read_bytes())
    bundle["entry"][0]["resource"]["birthDate"] = 1984
    path = tmp_path / "wrong.json"
    path.write_text(json.dumps(bundle))
    page = browse(world.email("admissions"))
    send(page, path)
    page.get_by_text("entry[0].resource.birthDate").wait_for()


@pytest.mark.parametrize("scripts", [True, False])
def test_two_who_look_alike_are_shown_side_by_side_and_a_person_decides(world, browse, scripts):
    asked, known = looks_like_somebody(world)
    page = browse(world.email("admissions"), scripts=scripts)
    page.goto("/app/admissions/")
    page.locator(".applicant", has_text="Could this be the same person?").get_by_role("link").click()
    page.get_by_role("heading", name="Could this be the same person?").wait_for()
    page.get_by_text("born on the same day").wait_for()
    if scripts:
        assert_sound(page)
    page.get_by_role("button", name="Yes, the same person").click()
    page.get_by_role("heading", name=known.name).wait_for()
    asked.refresh_from_db()
    assert asked.client == known


def test_no_somebody_new_makes_a_second_person(world, browse):
    asked, known = looks_like_somebody(world)
    page = browse(world.email("admissions"))
    page.goto(f"/app/admissions/referrals/{asked.pk}/")
    page.get_by_role("button", name="No, somebody new").click()
    page.get_by_role("heading", name=known.name).wait_for()
    assert Client.objects.filter(family_name=known.family_name).count() == 2


@pytest.mark.parametrize("scripts", [True, False])
def test_a_call_is_asked_about_first_when_the_caller_looks_like_a_client(world, browse, scripts):
    page = browse(world.email("admissions"), width=390, scripts=scripts)
    page.goto("/app/admissions/")
    page.get_by_role("link", name="Phone enquiry").first.click()
    page.get_by_label("Given names").fill("Ana")
    page.get_by_label("Family name").fill(world.client.family_name)
    page.get_by_label("Birth date").fill(world.client.birth_on.isoformat())
    if scripts:
        assert_sound(page)
    page.get_by_role("button", name="Open the enquiry").click()
    page.get_by_role("heading", name="Could this be the same person?").wait_for()
    if scripts:
        assert_sound(page)
    page.get_by_role("button", name="Yes, the same person").click()
    page.get_by_role("heading", name=world.client.name).wait_for()
    page.get_by_text("Nothing was sent, somebody called").wait_for()


def test_every_page_is_sound_wide_and_narrow_light_and_dark(world, browse):
    asked, _ = looks_like_somebody(world)
    enquiry = receive(world, read_referral(SMALL.read_bytes()), NOW - timedelta(days=2)).enquiry
    many = receive(world, referral(items=60)).enquiry
    sent = many.referrals.get()
    for width, dark in LOOKS:
        page = browse(world.email("admissions"), width=width, dark=dark)
        for address in (
            "/app/admissions/",
            "/app/admissions/upload/",
            "/app/admissions/call/",
            f"/app/admissions/referrals/{asked.pk}/",
            f"/app/admissions/{enquiry.pk}/",
            f"/app/admissions/{many.pk}/referrals/{sent.pk}/condition/",
        ):
            page.goto(address)
            page.locator("h1").wait_for()
            assert_sound(page)
            page.set_viewport_size({"width": 320, "height": 800})
            assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), (address, 320)
            page.set_viewport_size({"width": width, "height": 900})


def test_both_records_are_in_sight_on_a_phone(world, browse):
    known = person(family_name=world.client.family_name, given_names=("Ana",), birth=PartialDate.parse("1991-05-12"))
    arrival = receive(world, referral(known))
    page = browse(world.email("admissions"), width=390)
    page.goto(f"/app/admissions/referrals/{arrival.referral.pk}/")
    column = page.get_by_role("columnheader", name="Already here").bounding_box()
    assert column["x"] + column["width"] <= 390
    assert_sound(page)
