"""The assessment page: sections, substances and conditions in; offers taken over; signed, read and added to."""

import re

import pytest
from django.urls import reverse
from tests.cast import NOW
from tests.domain.assessment.cases import SEVEN

from stepwell.domain.admissions.models import Enquiry, Referral, ReferredItem
from stepwell.domain.assessment.models import Assessment, TakenItem
from stepwell.domain.assessment.rules.sections import SECTIONS
from stepwell.kernel import clock
from stepwell.platform.ledger.models import Entry

WORDS = {f"words_{section.code}": f"Said about {section.code}." for section in SECTIONS if section.code != "trauma"}
ALCOHOL = {"substance": ["alcohol"], "use_alcohol_criteria": list(SEVEN), "use_alcohol_diagnosis": "severe"}


@pytest.fixture(autouse=True)
def stopped():
    with clock.standing_at(NOW):
        yield


@pytest.fixture
def enquiry(world):
    return Enquiry.objects.create(site=world.site, client=world.client, source="phone", received_at=NOW)


@pytest.fixture
def item(world, enquiry):
    sent = Referral.objects.create(
        site=world.site, client=world.client, enquiry=enquiry, source_format="x", source_name="St. Anna",
        fingerprint=str(enquiry.pk), person={}, received_at=NOW,
    )  # fmt: skip
    return ReferredItem.objects.create(referral=sent, position=1, kind="condition", text="Asthma", status="active")


def address(enquiry):
    return reverse("assessment", args=[enquiry.pk])


def post(world, enquiry, data, who="counselor", htmx=False, **more):
    headers = {"HX-Request": "true"} if htmx else {}
    return world.browser(who).post(address(enquiry), {"token": "0", **data, **more}, headers=headers)


def get(world, enquiry, who="counselor"):
    return world.browser(who).get(address(enquiry)).text


def test_an_empty_page_asks_every_section(world, enquiry):
    page = get(world, enquiry)
    assert all(section.label.replace("'", "&#x27;") in page for section in SECTIONS)
    assert "things are missing before it can be signed" in page


def test_what_is_typed_is_saved_and_the_fields_are_never_swapped(world, enquiry):
    page = post(world, enquiry, {**WORDS, **ALCOHOL}, htmx=True).text
    assert "<textarea" not in page
    assert "saved 09:00 by Maya Okafor" in page
    assert "Nothing is missing: it can be signed" in page
    assert "Alcohol use disorder, severe" in page
    assert "F10.20" in page
    assert "7 of 11 criteria count." in page
    assert Assessment.objects.get().content["answers"]["money"]["words"] == "Said about money."


def test_a_diagnosis_that_differs_is_asked_why(world, enquiry):
    page = post(world, enquiry, {**WORDS, **ALCOHOL, "use_alcohol_diagnosis": "mild"}, htmx=True).text
    assert "Yours differs: say why." in page
    refused = post(world, enquiry, {**WORDS, **ALCOHOL, "use_alcohol_diagnosis": "mild"}, verb="sign")
    assert refused.status_code == 422
    assert "the diagnosis isn&#x27;t what the criteria come to" in refused.text
    assert "Said about family." in refused.text


def test_a_substance_and_a_condition_are_added_and_taken_out(world, enquiry):
    added = post(world, enquiry, WORDS, verb="add_substance", new_substance="opioids")
    assert added.headers["Location"].endswith("#substances")
    page = get(world, enquiry)
    assert "Taken as prescribed" in page
    assert "On a medication for it" in page
    both = {**WORDS, "substance": ["opioids"], "verb": "add_condition", "new_condition": "F33.1"}
    assert post(world, enquiry, both, token="1").headers["Location"].endswith("#conditions")
    assert "Major depressive disorder, recurrent, moderate" in get(world, enquiry)
    gone = {**WORDS, "substance": ["opioids"], "condition": ["F33.1"]}
    post(world, enquiry, gone, token="2", verb="drop_substance:opioids")
    assert Assessment.objects.get().content["uses"] == []
    post(world, enquiry, {**WORDS, "condition": ["F33.1"]}, token="3", verb="drop_condition:F33.1")
    assert Assessment.objects.get().content["conditions"] == []


def test_nothing_chosen_to_add_adds_nothing(world, enquiry):
    for verb in ("add_substance", "add_condition"):
        assert post(world, enquiry, WORDS, verb=verb).status_code == 303
    assert Assessment.objects.get().content["uses"] == []


def test_an_offer_is_taken_over_by_one_press_with_what_was_typed(world, enquiry, item):
    assert "Asthma, active" in get(world, enquiry)
    answer = post(world, enquiry, {"words_medical": "Coughs at night."}, verb=f"take:{item.pk}")
    assert answer.headers["Location"].endswith("#section-medical")
    page = get(world, enquiry)
    assert "Coughs at night.\nAsthma, active (from the referral of 6 Oct 2026, St. Anna)" in page
    assert "All of it was taken over." in page
    assert TakenItem.objects.get().item == item


@pytest.mark.parametrize("what", ["x", "0", "9" * 30])
def test_an_offer_that_is_none_is_not_there(world, enquiry, what):
    assert post(world, enquiry, {}, verb=f"take:{what}").status_code == 404


def test_a_number_that_is_none_is_refused_beside_its_field(world, enquiry):
    answer = post(world, enquiry, {**WORDS, **ALCOHOL, "use_alcohol_first_age": "young"}, verb="later")
    assert answer.status_code == 422
    assert "Write the age in years, as a number." in answer.text
    assert "Said about legal." in answer.text


def test_signing_with_something_missing_names_each_and_keeps_the_typing(world, enquiry):
    answer = post(world, enquiry, {"words_family": "Two children."}, verb="sign")
    assert answer.status_code == 422
    assert "Summary: nothing is written yet." in answer.text
    assert "Two children." in answer.text
    assert "Not signed yet" in answer.text
    assert Assessment.objects.get().signed_at is None


def test_what_the_page_saved_by_itself_before_a_substance_was_added_does_not_take_it_away(world, enquiry):
    post(world, enquiry, WORDS, htmx=True, page="one")
    post(world, enquiry, WORDS, verb="add_substance", new_substance="opioids", page="one")
    late = post(world, enquiry, {**WORDS, "words_family": "Two"}, htmx=True, page="one", token="1")
    assert late.status_code == 422
    assert "On a medication for it" in get(world, enquiry)


def test_after_a_refused_signature_the_page_goes_on_from_its_own_save(world, enquiry):
    refused = post(world, enquiry, {**WORDS, "words_family": ""}, verb="sign")
    assert refused.status_code == 422
    token = re.search(r'name="token" value="(\d+)"', refused.text).group(1)
    assert post(world, enquiry, {**WORDS, "token": token}, verb="save").status_code == 303


def test_a_double_press_takes_over_once_and_says_what_stands(world, enquiry, item):
    sent = {**WORDS, "words_medical": ""}
    assert post(world, enquiry, sent, verb=f"take:{item.pk}").status_code == 303
    twice = post(world, enquiry, sent, verb=f"take:{item.pk}")
    assert twice.status_code == 422
    assert "Your other window: Asthma, active" in twice.text
    assert get(world, enquiry).count("Asthma, active (from") == 1


def test_a_signed_one_is_read_and_added_to(world, enquiry, item):
    post(world, enquiry, {**WORDS, "trauma": ""}, verb=f"take:{item.pk}")
    data = {**WORDS, **ALCOHOL, "use_alcohol_first_age": "15", "choice_housing": "shelter", "declined_money": "on"}
    assert post(world, enquiry, data, verb="sign", token="2").status_code == 303
    page = get(world, enquiry)
    assert "Signed, can't be changed" in page
    for words in ("Maya Okafor, LAC", "F10.20", "Shelter", "Prefers not to say", "at 15"):
        assert words in page
    assert "<b>Asthma, active</b>" in page
    added = reverse("assessment_addendum", args=[enquiry.pk])
    assert world.browser("supervisor").post(added, {"words": "His sister called."}).status_code == 303
    assert "Ingrid Lindqvist, LAC, 6 Oct 2026, 09:00" in get(world, enquiry)
    empty = world.browser("supervisor").post(added, {"words": " "})
    assert empty.status_code == 422
    assert "The addendum is empty." in empty.text


def test_an_addendum_to_nothing_is_not_there(world, enquiry):
    added = reverse("assessment_addendum", args=[enquiry.pk])
    assert world.browser("counselor").post(added, {"words": "More."}).status_code == 404
    assert world.browser("counselor").get(added).status_code == 405


def test_who_only_reads_gets_no_form(world, enquiry):
    assert "Not begun yet" in get(world, enquiry, "director")
    post(world, enquiry, WORDS, verb="later")
    page = get(world, enquiry, "director")
    assert "Not signed yet" in page
    assert "<textarea" not in page


def test_admissions_writes_and_is_told_who_signs(world, enquiry):
    post(world, enquiry, WORDS, who="admissions", verb="later")
    page = get(world, enquiry, "admissions")
    assert "a counselor, therapist or supervisor signs" in page
    assert post(world, enquiry, WORDS, who="admissions", token="1", verb="sign").status_code == 403


def test_a_second_writer_sees_both_versions_and_chooses(world, enquiry):
    post(world, enquiry, {**WORDS, "words_family": "Two children."}, verb="later")
    answer = post(world, enquiry, {**WORDS, "words_family": "One son."}, who="supervisor", verb="later")
    assert answer.status_code == 422
    assert "Maya Okafor saved this draft at 9:00 am" in answer.text
    assert "One son." in answer.text
    assert "Maya Okafor: Two children." in answer.text
    assert 'name="token" value="1"' in answer.text


def test_a_background_save_that_meets_another_does_not_become_a_choice(world, enquiry):
    post(world, enquiry, WORDS, verb="later")
    answer = post(world, enquiry, {"words_family": "Mine."}, who="supervisor", htmx=True)
    assert answer.status_code == 422
    assert "assessment-token" not in answer.text
    assert "Save for later” to see both" in answer.text


def test_a_save_after_the_signature_is_told_and_kept_on_the_page(world, enquiry):
    post(world, enquiry, {**WORDS, **ALCOHOL}, verb="sign")
    answer = post(world, enquiry, {"words_family": "Late words."}, who="supervisor", verb="later")
    assert answer.status_code == 422
    assert "signed this assessment on 6 Oct 2026" in answer.text
    assert "Late words." in answer.text


def test_the_enquiry_leads_to_it(world, enquiry):
    page = world.browser("counselor").get(reverse("enquiry", args=[enquiry.pk])).text
    assert address(enquiry) in page
    post(world, enquiry, {**WORDS, **ALCOHOL}, verb="sign")
    assert "Signed, Maya Okafor, LAC" in world.browser("admissions").get(reverse("enquiry", args=[enquiry.pk])).text


def test_the_chart_leads_to_it_once_somebody_began(world, enquiry):
    chart = reverse("client", args=[world.client.pk])
    assert address(enquiry) not in world.browser("counselor").get(chart).text
    post(world, enquiry, WORDS, verb="later")
    assert address(enquiry) in world.browser("counselor").get(chart).text


def test_it_is_printed_as_a_pdf_and_the_look_is_written_down(world, enquiry, item):
    paper = reverse("assessment_paper", args=[enquiry.pk])
    assert world.browser("counselor").get(paper).status_code == 404
    post(world, enquiry, {**WORDS, **ALCOHOL}, verb=f"take:{item.pk}")
    for verb in ("later", "sign"):
        post(world, enquiry, {**WORDS, **ALCOHOL, "words_family": "#let [x] = $\n\nTwo lines."}, token="2", verb=verb)
        answer = world.browser("director").get(paper)
        assert (answer.status_code, answer.headers["Content-Type"]) == (200, "application/pdf")
        assert answer.content.startswith(b"%PDF-")
    read = Entry.objects.filter(verb="assessment_paper.read", client_id=world.client.pk)
    assert read.count() == 3
    assert world.browser("colleague").get(paper).status_code == 404


def test_what_stands_on_paper_is_what_was_signed(world, enquiry, monkeypatch):
    made = []
    monkeypatch.setattr("stepwell.console.assessment.paper.typeset", lambda _, values: made.append(values) or b"")
    post(world, enquiry, {**WORDS, **ALCOHOL}, verb="sign")
    world.browser("counselor").post(reverse("assessment_addendum", args=[enquiry.pk]), {"words": "More."})
    world.browser("counselor").get(reverse("assessment_paper", args=[enquiry.pk]))
    (values,) = made
    assert values["signature"] == ["Maya Okafor, LAC", "6 Oct 2026, 09:00"]
    assert values["diagnoses"] == [["F10.20, confirmed", "Alcohol use disorder, severe"]]
    assert ["Trauma", "Not asked"] in values["sections"]
    assert values["addenda"] == [["Maya Okafor, LAC\n6 Oct 2026, 09:00", "More."]]
    assert values["standing"].startswith("Signed 6 Oct 2026, 09:00. As of")
