"""The placement page: evidence and severity in, a suggestion beside them, and a clinician's decision."""

import re

import pytest
from django.urls import reverse
from tests.cast import NOW

from stepwell.domain.admissions.models import Enquiry, Placement
from stepwell.domain.admissions.queries.placement import placement_state
from stepwell.domain.worklist.models import Task
from stepwell.kernel import clock

RATED = {f"dimension_{n}": str(value) for n, value in {1: 1, 2: 1, 3: 2, 4: 1, 5: 3, 6: 2}.items()}
EVIDENCE = {f"evidence_{n}": f"Evidence number {n}." for n in range(1, 7)}
IOP = {**RATED, **EVIDENCE, "uses": "no", "history": "", "ciwa_ar": "", "chosen_level": "2.1"}

FOURTH = {
    **{"edition": "asam-4", "uses": "no", "history": "", "ciwa_ar": "", "chosen_level": "2.1"},
    **{f"codes_{n}": "A" for n in range(1, 6)},
    **{f"minimum_{n}": "any" for n in range(1, 6)},
    **{"minimum_4": "2.1", "codes_4": "B, A"},
    **EVIDENCE,
}


@pytest.fixture(autouse=True)
def stopped():
    with clock.standing_at(NOW):
        yield


@pytest.fixture
def enquiry(world):
    return Enquiry.objects.create(site=world.site, client=world.client, source="phone", received_at=NOW)


def post(world, enquiry, data, who="counselor", htmx=False, **more):
    headers = {"HX-Request": "true"} if htmx else {}
    return world.browser(who).post(address(enquiry), {**data, **more}, headers=headers)


def token_in(page):
    """What the page sends with its next save."""
    return re.search(r'name="token" value="([^"]*)"', page).group(1)


def address(enquiry):
    return reverse("placement", args=[enquiry.pk])


def test_confirming_the_suggested_level_is_one_click_and_for_good(world, enquiry):
    assert post(world, enquiry, IOP, verb="confirm").status_code == 303
    placement = Placement.objects.get(enquiry=enquiry)
    assert (placement.chosen_level, placement.decided_by) == ("2.1", world.staff["counselor"])
    page = world.browser("counselor").get(address(enquiry)).content.decode()
    assert "Confirmed, can" in page
    assert "Evidence number 5." in page


def test_an_override_without_a_reason_is_refused_and_the_typing_is_kept(world, enquiry):
    answer = post(world, enquiry, {**IOP, "chosen_level": "2.5"}, verb="confirm")
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Your level differs from the suggested one. Write why you chose it." in page
    assert "Evidence number 3." in page
    assert "Not committed yet" in page
    assert Placement.objects.get(enquiry=enquiry).decided_at is None
    mended = {**IOP, "chosen_level": "2.5", "reason": "Two stays.", "token": token_in(page)}
    assert post(world, enquiry, mended, verb="confirm").status_code == 303


def test_a_change_is_saved_and_the_suggestion_comes_back_without_the_fields(world, enquiry):
    page = post(world, enquiry, IOP, htmx=True).content.decode()
    assert "2.1 IOP" in page
    assert "Mind and mood at 3 serious: at least 2.5." in page
    assert "<textarea" not in page
    assert "draft saved 09:00 by Maya Okafor" in page


def test_any_four_stops_in_red_and_asks_what_the_evaluation_found(world, enquiry):
    data = {**IOP, "dimension_3": "4", "reason": "He prefers it."}
    page = post(world, enquiry, data, htmx=True).content.decode()
    assert "Stop: evaluate now" in page
    refused = post(world, enquiry, data, verb="confirm")
    assert refused.status_code == 422
    assert "Immediate evaluation comes first." in refused.content.decode()
    assert not Task.objects.filter(kind="placement.evaluate_now").exists()
    mended = {**data, "stop_reason": "ED: safe to leave.", "token": token_in(refused.content.decode())}
    answer = post(world, enquiry, mended, verb="confirm")
    assert answer.status_code == 303
    assert Task.objects.get(kind="placement.evaluate_now").is_safety


def test_what_must_happen_is_recorded_on_the_page(world, enquiry):
    post(world, enquiry, {**IOP, "uses": "yes", "history": "yes"}, verb="confirm")
    need = Placement.objects.get(enquiry=enquiry).needs.get()
    page = world.browser("counselor").get(address(enquiry)).content.decode()
    assert "Medical review, not IOP alone" in page
    assert post(world, enquiry, {"verb": "meet", "need": need.pk, "note": ""}).status_code == 422
    assert post(world, enquiry, {"verb": "meet", "need": need.pk, "note": "Seen."}).status_code == 303
    assert post(world, enquiry, {"verb": "meet", "need": "x", "note": "Seen."}).status_code == 404


def test_a_score_that_cannot_be_is_refused_beside_its_field(world, enquiry):
    answer = post(world, enquiry, {**IOP, "ciwa_ar": "99"}, verb="later")
    assert answer.status_code == 422
    assert "A CIWA-Ar score is from 0 to 67." in answer.content.decode()


def test_sending_confirm_twice_is_harmless(world, enquiry):
    for _ in range(2):
        assert post(world, enquiry, IOP, token="..0", verb="confirm").status_code == 303
    assert Placement.objects.filter(enquiry=enquiry).count() == 1


def test_a_second_clinician_sees_both_versions_and_chooses(world, enquiry):
    token = placement_state(world.actor("supervisor"), enquiry.pk).token
    post(world, enquiry, {**IOP, "evidence_5": "Used within a week."}, verb="later")
    answer = post(world, enquiry, {**IOP, "evidence_5": "Six dry months."}, who="supervisor", token=token, verb="later")
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Maya Okafor saved this draft at 9:00 am" in page
    assert "Six dry months." in page
    assert "Maya Okafor: 3 serious. Used within a week." in page
    token = placement_state(world.actor("supervisor"), enquiry.pk).token
    assert f'name="token" value="{token}"' in page


def test_a_background_save_that_meets_another_does_not_become_a_choice(world, enquiry):
    post(world, enquiry, IOP, verb="later")
    answer = post(world, enquiry, {**IOP, "evidence_5": "Mine."}, who="supervisor", token="..0", htmx=True)
    assert answer.status_code == 422
    assert "placement-token" not in answer.content.decode()
    assert "Save for later” to see both" in answer.text
    assert "Both are shown" not in answer.text  # the fields are never swapped, so nothing stands below them yet
    again = post(world, enquiry, {**IOP, "evidence_5": "Mine, too."}, who="supervisor", token="..0", htmx=True)
    assert again.status_code == 422


def test_admissions_rates_and_is_told_who_confirms(world, enquiry):
    browser = world.browser("admissions")
    page = browser.get(address(enquiry)).content.decode()
    assert 'value="confirm"' not in page
    assert "a counselor, therapist or supervisor confirms" in page
    assert post(world, enquiry, IOP, who="admissions", verb="confirm").status_code == 403


def test_a_placement_is_rated_and_confirmed_in_the_fourth_edition(world, enquiry):
    page = post(world, enquiry, FOURTH, htmx=True).text
    assert "2.1 IOP" in page
    assert "Unconfirmed" in page
    assert "B, A" in page
    assert post(
        world, enquiry, FOURTH, token=placement_state(world.actor("counselor"), enquiry.pk).token, verb="confirm"
    )
    placement = Placement.objects.get(enquiry=enquiry)
    assert (placement.edition, placement.chosen_level) == ("asam-4", "2.1")
    read = world.browser("counselor").get(address(enquiry)).text
    assert "Fourth edition" in read
    assert "at least 2.1" in read
    assert "unconfirmed" in read


def test_what_the_fourth_edition_still_needs_stands_beside_its_fields_and_the_typing_stays(world, enquiry):
    bare = {**FOURTH, "codes_2": "", "minimum_3": "", "evidence_6": "", "chosen_level": ""}
    answer = post(world, enquiry, bare, verb="confirm")
    assert answer.status_code == 422
    for words in ("Type the rating of your book.", "Choose the least that your book names", "Ask them, and write"):
        assert words in answer.text
    assert "Evidence number 5." in answer.text
    long = post(world, enquiry, {**FOURTH, "codes_1": "A sentence out of the book, word for word, is no rating."})
    assert long.status_code == 422
    assert "Type the codes alone, at most 40 signs." in long.text
    assert post(world, enquiry, {**FOURTH, "minimum_1": "0.5"}).status_code == 422
    assert post(world, enquiry, {**FOURTH, "edition": "asam-5"}).status_code == 404


def test_a_level_of_3_7_stops_in_red_in_the_fourth_edition_too(world, enquiry):
    data = {**FOURTH, "minimum_1": "3.7", "reason": "He prefers it."}
    assert "Stop: evaluate now" in post(world, enquiry, data, htmx=True).text
    data["token"] = placement_state(world.actor("counselor"), enquiry.pk).token
    refused = post(world, enquiry, data, verb="confirm")
    assert "Immediate evaluation comes first." in refused.text


def test_a_draft_is_begun_again_in_the_other_edition_and_says_so(world, enquiry):
    post(world, enquiry, {**IOP, "uses": "yes"}, verb="later")
    page = world.browser("counselor").get(address(enquiry)).text
    assert "its ratings, evidence and level are cleared" in page
    assert post(world, enquiry, {**IOP, "uses": "yes", "token": token_in(page)}, verb="asam-4").status_code == 303
    page = world.browser("counselor").get(address(enquiry)).text
    assert "Evidence number 3." not in page
    assert 'name="minimum_4"' in page
    assert 'name="dimension_4"' not in page
    assert Placement.objects.get(enquiry=enquiry).uses_alcohol_or_benzodiazepine is True


def test_who_rated_in_the_other_edition_meanwhile_is_told_and_nothing_of_theirs_is_mixed_in(world, enquiry):
    token = placement_state(world.actor("supervisor"), enquiry.pk).token
    post(world, enquiry, FOURTH, verb="later")
    answer = post(world, enquiry, IOP, who="supervisor", token=token, verb="later")
    assert answer.status_code == 422
    assert "Theirs is in the fourth edition" in answer.text
    assert 'name="edition" value="asam-3"' in answer.text
    assert "Maya Okafor: B, A" not in answer.text
    again = post(world, enquiry, {**IOP, "token": token_in(answer.text)}, who="supervisor", verb="later")
    assert again.status_code == 303
    assert Placement.objects.get(enquiry=enquiry).edition == "asam-3"


def test_a_second_clinician_sees_both_ratings_of_the_fourth_edition(world, enquiry):
    token = placement_state(world.actor("supervisor"), enquiry.pk).token
    post(world, enquiry, FOURTH, verb="later")
    mine = {**FOURTH, "codes_4": "C", "minimum_4": "2.5"}
    answer = post(world, enquiry, mine, who="supervisor", token=token, verb="later")
    assert "Maya Okafor: B, A, 2.1 IOP. Evidence number 4." in answer.text


def test_a_site_begins_in_the_edition_that_its_director_chose(world, enquiry):
    page = reverse("admissions_protocol")
    numbers = ("screen_hours", "benefits_hours", "assess_hours", "place_hours", "schedule_hours", "attempt_days")
    values = {**dict.fromkeys(numbers, 6), "attempts": 2, "revision": 0, "site": world.site.pk}
    assert world.browser("director").post(page, {**values, "edition": "asam-5"}).status_code == 422
    assert world.browser("director").post(page, {**values, "edition": "asam-4"}).status_code == 303
    assert 'value="asam-4" selected' in world.browser("director").get(page).text
    assert 'name="minimum_1"' in world.browser("counselor").get(address(enquiry)).text


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("counselor", 200),
        ("admissions", 200),
        ("supervisor", 200),
        ("director", 200),
        ("colleague", 404),
        ("case manager", 404),
        ("elsewhere", 404),
        ("client", 403),
        ("stranger", 403),
    ],
)
def test_who_opens_the_page(world, enquiry, who, status):
    assert world.browser(who).get(address(enquiry)).status_code == status
