"""The assessment in a real browser: typed, saved by itself, taken over by a key, signed; with and without scripts."""

import re

import pytest
from tests.browser import assert_sound
from tests.cast import NOW, make_world
from tests.domain.assessment.cases import SEVEN, whole

from stepwell.domain.admissions.models import Enquiry, Referral, ReferredItem
from stepwell.domain.assessment.actions import save_assessment
from stepwell.domain.assessment.models import Assessment, Diagnosis
from stepwell.domain.assessment.rules.sections import SECTIONS
from stepwell.kernel import clock

pytestmark = pytest.mark.browser


@pytest.fixture(autouse=True)
def stopped():
    with clock.standing_at(NOW):
        yield


def begin(content=None):
    world = make_world()
    enquiry = Enquiry.objects.create(site=world.site, client=world.client, source="referral", received_at=NOW)
    sent = Referral.objects.create(
        site=world.site, client=world.client, enquiry=enquiry, source_format="x", source_name="St. Anna Hospital",
        fingerprint=str(enquiry.pk), person={}, received_at=NOW,
    )  # fmt: skip
    for position, (kind, text) in enumerate((("condition", "Asthma"), ("allergy", "Penicillin"))):
        ReferredItem.objects.create(referral=sent, position=position, kind=kind, text=text, status="active")
    if content:
        save_assessment(actor=world.actor("counselor"), enquiry_id=enquiry.pk, content=content, token="0", now=NOW)
    return world, f"/app/admissions/{enquiry.pk}/assessment/"


def tell(page):
    for section in SECTIONS:
        if section.code != "trauma":
            page.locator(f"#id_words_{section.code}").fill(f"Said about {section.code}.")


def test_what_is_typed_is_saved_by_itself_and_the_criteria_suggest_a_diagnosis(browse):
    world, address = begin()
    page = browse(world.email("counselor"))
    page.goto(address)
    tell(page)
    page.locator("#standing-supports", has_text="Asked").wait_for()
    page.locator("#id_new_substance").select_option("alcohol")
    page.locator("button[value=add_substance]").click()
    for code in SEVEN:
        page.locator(f"input[name=use_alcohol_criteria][value='{code}']").check()
    page.locator("#use_alcohol_suggested", has_text="Alcohol use disorder, severe").wait_for()
    page.locator("#id_use_alcohol_diagnosis").select_option("severe")
    page.locator("#assessment-state", has_text="Nothing is missing").wait_for()
    assert_sound(page)
    page.get_by_role("button", name="Sign", exact=True).click()
    page.get_by_text("Signed, can't be changed").wait_for()
    assert Diagnosis.objects.get(assessment__client=world.client).code == "F10.20"
    assert_sound(page)
    page.get_by_label("Add to it").fill("His sister called.")
    page.get_by_role("button", name="Add and sign").click()
    page.locator(".addendum", has_text="His sister called.").wait_for()


def test_an_offer_is_taken_over_with_one_key_and_enter_in_a_field_only_saves(browse):
    world, address = begin(whole())
    page = browse(world.email("counselor"))
    page.goto(address)
    with page.expect_navigation():
        page.locator("#id_use_alcohol_last_use").press("Enter")
    assert page.locator(".offer").count() == 2
    page.get_by_role("button", name=re.compile("Take over: Asthma")).press("Enter")
    page.wait_for_url(re.compile("#section-medical$"))
    assert page.locator("#id_words_medical").input_value() == (
        "Said about medical.\nAsthma, active (from the referral of 6 Oct 2026, St. Anna Hospital)"
    )


@pytest.mark.parametrize(("width", "dark"), [(390, False), (390, True), (1280, True), (320, False)])
def test_the_page_is_sound_on_a_phone_and_in_the_dark(browse, width, dark):
    world, address = begin(whole())
    page = browse(world.email("counselor"), width=width, dark=dark)
    page.goto(address)
    page.locator("#id_words_summary").wait_for()
    assert_sound(page)


def test_what_is_missing_is_linked_and_kept(browse):
    world, address = begin()
    page = browse(world.email("counselor"), width=390)
    page.goto(address)
    page.locator("#id_words_family").fill("Two children.")
    page.get_by_role("button", name="Sign", exact=True).click()
    page.locator("[data-error-summary]").wait_for()
    assert page.locator("#id_words_family").input_value() == "Two children."
    assert_sound(page)


def test_without_scripts_it_is_written_and_signed(browse):
    world, address = begin()
    page = browse(world.email("counselor"), scripts=False)
    page.goto(address)
    tell(page)
    page.get_by_role("button", name="Sign", exact=True).click()
    assert "Signed, can't be changed" in page.inner_text("main")
    assert Assessment.objects.get(client=world.client).signed_as == "Maya Okafor, LAC"
