"""The pages of admissions, as a browser without scripts asks for them."""

from dataclasses import replace
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from tests.cast import NOW
from tests.referrals import AT_THE_DESK, OTHER_VERSIONS, person, referral, small_bundle

from stepwell.domain.admissions.actions.referral import receive_referral
from stepwell.domain.admissions.models import Enquiry, Referral
from stepwell.domain.people.models import Client
from stepwell.kernel import clock
from stepwell.kernel.coding import Identifier


@pytest.fixture
def visit(world):
    """`visit("admissions")` is a logged-in browser."""
    with clock.standing_at(NOW):
        yield world.browser


def upload(browser, data, **more):
    file = SimpleUploadedFile("referral.json", data, content_type="application/json")
    return browser.post(reverse("referral_upload"), {**more, "file": file})  # as the form has them: the file last


def receive(world, record):
    return receive_referral(actor=world.actor("admissions"), site=world.site, record=record, now=NOW)


def test_a_file_becomes_an_enquiry_and_its_page_shows_what_arrived(world, visit):
    browser = visit("admissions")
    answer = upload(browser, small_bundle(), source_name="Tribal clinic")
    enquiry = Enquiry.objects.get(site=world.site)
    assert answer.status_code == 303
    assert answer["Location"] == reverse("enquiry", args=[enquiry.pk])
    page = browser.get(answer["Location"]).content.decode()
    assert "Referral, Tribal clinic" in page
    assert "The file was read whole" in page
    assert "Without a place yet" in page
    for kind in ("Conditions", "Medication", "Allergies", "Observations", "Encounters", "Coverage"):
        assert kind in page
    assert "Screening to finish: AUDIT, PHQ-9, C-SSRS Screener" in page


def test_the_title_of_a_page_says_nothing_about_anybody(world, visit):
    browser = visit("admissions")
    answer = upload(browser, small_bundle())
    page = browser.get(answer["Location"]).content.decode()
    assert "<title>Enquiry · Stepwell</title>" in page


def test_the_same_file_again_leads_to_the_same_page(world, visit):
    browser = visit("admissions")
    first, second = upload(browser, small_bundle()), upload(browser, small_bundle())
    assert first["Location"] == second["Location"]
    assert "Nothing was stored twice" in browser.get(second["Location"]).content.decode()


REFUSED = {
    "cut off": (small_bundle()[:-200], "it was cut off", "line 1, column"),
    "not JSON": (b"{entry: 1}", "well-formed JSON", "line 1, column 2"),
    "empty": (b"", "This file is empty", ""),
    "wrong type": (
        small_bundle(lambda bundle: bundle["entry"][0]["resource"].update(birthDate=1984)),
        "",
        "entry[0].resource.birthDate",
    ),
    "reference to nowhere": (
        small_bundle(
            lambda bundle: next(
                entry["resource"] for entry in bundle["entry"] if entry["resource"]["resourceType"] == "Condition"
            ).update(subject={"reference": "urn:uuid:00000000-0000-4000-8000-000000000000"})
        ),
        "",
        "subject",
    ),
    "C-CDA": (b'<?xml version="1.0"?><ClinicalDocument xmlns="urn:hl7-org:v3"/>', "C-CDA document", ""),
    "nameless": (
        small_bundle(lambda bundle: bundle["entry"][0]["resource"].pop("name")),
        "what the person is called",
        "Patient.name",
    ),
}


@pytest.mark.parametrize("which", REFUSED)
def test_a_file_that_cannot_be_read_is_refused_with_its_place_and_nothing_is_stored(world, visit, which):
    data, what, where = REFUSED[which]
    answer = upload(visit("admissions"), data, source_name="Tribal clinic")
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Nothing was stored" in page
    assert what in page
    assert where in page
    assert "Tribal clinic" in page
    assert not Referral.objects.filter(site=world.site).exists()


def test_other_versions_are_refused_by_name(world, visit):
    if not OTHER_VERSIONS:
        pytest.skip("the records that others made are not here")
    for path in OTHER_VERSIONS:
        answer = upload(visit("admissions"), path.read_bytes())
        assert answer.status_code == 422
        assert ("STU3" if "STU-3" in path.name else "DSTU2") in answer.content.decode()
    assert not Referral.objects.filter(site=world.site).exists()


def test_no_file_is_said_at_the_field(world, visit):
    answer = visit("admissions").post(reverse("referral_upload"), {})
    assert answer.status_code == 422
    assert "There is no file yet" in answer.content.decode()


def test_a_file_over_the_limit_is_refused_with_the_limit(world, visit, settings):
    settings.REFERRAL_MAX_BYTES = 1024 * 1024
    answer = upload(visit("admissions"), b"{" + b" " * (2 * 1024 * 1024), source_name="Tribal clinic")
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "This file is larger than 1 MB." in page
    assert "There is no file yet" not in page
    assert "Tribal clinic" in page


@pytest.fixture
def asked(world):
    someone = person()
    known = receive(world, referral(someone)).enquiry.client
    twin = replace(someone, identifiers=(Identifier("urn:example:other", str(uuid4())),), phones=("555 0000",))
    return receive(world, referral(twin)).referral, known


def test_the_question_shows_both_and_why(world, visit, asked):
    referral_, known = asked
    page = visit("admissions").get(reverse("referral_match", args=[referral_.pk])).content.decode()
    assert "Could this be the same person?" in page
    assert "born on the same day" in page
    assert "differs" in page
    assert known.phone in page


def test_both_answers_lead_to_the_enquiry(world, visit, asked):
    referral_, known = asked
    address = reverse("referral_match", args=[referral_.pk])
    answer = visit("admissions").post(address, {"decision": str(known.pk), "considered": [str(known.pk)]})
    enquiry = Enquiry.objects.get(client=known)
    assert answer["Location"] == reverse("enquiry", args=[enquiry.pk])
    late = visit("director").post(address, {"decision": "new", "considered": [str(known.pk)]})
    assert late["Location"] == answer["Location"]
    assert visit("admissions").get(address)["Location"] == answer["Location"]


def test_somebody_new_is_registered(world, visit, asked):
    referral_, known = asked
    address = reverse("referral_match", args=[referral_.pk])
    visit("admissions").post(address, {"decision": "new", "considered": [str(known.pk)]})
    assert Client.objects.filter(family_name=known.family_name).count() == 2


def test_no_answer_decides_nothing(world, visit, asked):
    referral_, _ = asked
    answer = visit("admissions").post(reverse("referral_match", args=[referral_.pk]), {"decision": "maybe"})
    assert answer.status_code == 422
    assert "Nothing was decided" in answer.content.decode()


def test_a_call_opens_an_enquiry(world, visit):
    typed = {"key": str(uuid4()), "given_names": "Jonah", "family_name": "Pike", "source_name": "Father"}
    answer = visit("admissions").post(reverse("enquiry_open"), typed)
    enquiry = Enquiry.objects.get(pk=typed["key"])
    assert answer["Location"] == reverse("enquiry", args=[enquiry.pk])
    page = visit("admissions").get(answer["Location"]).content.decode()
    assert "Phone, Father" in page
    again = visit("admissions").post(reverse("enquiry_open"), typed)
    assert again["Location"] == answer["Location"]


def test_a_caller_who_looks_like_a_client_is_asked_about_with_what_was_typed_kept(world, visit):
    client = world.client
    typed = {
        "key": str(uuid4()),
        "given_names": "Ana",
        "family_name": client.family_name,
        "birth_on": client.birth_on.isoformat(),
    }
    page = visit("admissions").post(reverse("enquiry_open"), typed).content.decode()
    assert "Could this be the same person?" in page
    for name, value in typed.items():
        assert f'name="{name}" value="{value}"' in page
    answer = visit("admissions").post(reverse("enquiry_open"), {**typed, "decision": str(client.pk)})
    assert answer.status_code == 303
    assert Enquiry.objects.get(pk=typed["key"]).client == client


def test_what_is_wrong_with_a_call_is_said_at_its_field(world, visit):
    typed = {"key": str(uuid4()), "given_names": "", "birth_on": "2030-01-01"}
    answer = visit("admissions").post(reverse("enquiry_open"), typed)
    assert answer.status_code == 422
    later = visit("admissions").post(reverse("enquiry_open"), {**typed, "given_names": "Ana"})
    assert later.status_code == 422
    assert "This birth date is still to come." in later.content.decode()


def test_an_empty_board_says_what_is_next(world, visit):
    page = visit("admissions").get(reverse("admissions")).content.decode()
    assert "Nobody waits to start" in page
    assert reverse("referral_upload") in page
    assert reverse("referral_upload") not in visit("supervisor").get(reverse("admissions")).content.decode()


def test_all_items_of_a_kind_stand_on_pages(world, visit):
    enquiry = receive(world, referral(items=120)).enquiry
    sent = enquiry.referrals.get()
    page = visit("admissions").get(reverse("enquiry", args=[enquiry.pk])).content.decode()
    address = reverse("enquiry_items", args=[enquiry.pk, sent.pk, "condition"])
    assert address in page
    assert "Show all 120" in page
    last = visit("admissions").get(f"{address}?page=3")
    assert "101–120 of 120" in last.content.decode()
    assert visit("admissions").get(address.replace("condition", "secret")).status_code == 404


def test_a_record_of_somebody_who_died_says_so_and_offers_no_call(world, visit):
    enquiry = receive(world, referral(person(deceased=True))).enquiry
    page = visit("admissions").get(reverse("enquiry", args=[enquiry.pk])).content.decode()
    assert "says that this person has died" in page
    assert "tel:" not in page


def test_identifying_numbers_are_masked(world, visit):
    ssn = Identifier("http://hl7.org/fhir/sid/us-ssn", "999-12-3456")
    enquiry = receive(world, referral(person(identifiers=(ssn,)))).enquiry
    page = visit("admissions").get(reverse("enquiry", args=[enquiry.pk])).content.decode()
    assert "…3456" in page
    assert "999-12-3456" not in page


def test_who_may_open_which_page(world, visit, asked):
    referral_, known = asked
    enquiry = Enquiry.objects.get(client=known)
    sent = enquiry.referrals.get()
    desk = [reverse("referral_upload"), reverse("enquiry_open"), reverse("referral_match", args=[referral_.pk])]
    one = [reverse("enquiry", args=[enquiry.pk]), reverse("enquiry_items", args=[enquiry.pk, sent.pk, "condition"])]
    board = reverse("admissions")
    for who in (*AT_THE_DESK, "supervisor"):
        expected = 200 if who in AT_THE_DESK else 403
        assert {visit(who).get(address).status_code for address in desk} == {expected}
        assert {visit(who).get(address).status_code for address in [*one, board]} == {200}
    for who in ("counselor", "colleague", "case manager", "elsewhere"):
        assert {visit(who).get(address).status_code for address in desk} == {403}
        assert {visit(who).get(address).status_code for address in one} == {404}
        assert visit(who).get(board).status_code == 200
        assert known.family_name not in visit(who).get(board).content.decode()
    for who in ("client", "stranger"):
        assert {visit(who).get(address).status_code for address in [*desk, *one, board]} == {403}
