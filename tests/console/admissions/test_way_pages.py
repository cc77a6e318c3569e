"""The pages between an enquiry and a start, and of the ways out, as a browser without scripts asks for them."""

import pytest
from django.urls import reverse
from tests.cast import NOW
from tests.clinic import make_clinic, place_one
from tests.domain.admissions.test_referral_queries import receive, screen

from stepwell.domain.admissions.models import BenefitsCheck, Closing, ContactAttempt, Enquiry, SeatHold
from stepwell.kernel import clock


@pytest.fixture
def visit(world):
    """`visit("admissions")` is a logged-in browser."""
    with clock.standing_at(NOW):
        yield world.browser


def address(name, enquiry):
    return reverse(f"enquiry_{name}", args=[enquiry.pk])


def test_a_card_offers_the_next_verb_and_a_move(world, visit):
    enquiry = receive(world)
    screen(enquiry, NOW)
    page = visit("admissions").get(reverse("admissions")).text
    assert address("benefits", enquiry) in page
    assert address("move", enquiry) in page
    assert "Benefits to check" in page
    assert "Then: assessment to finish, placement to confirm" in page


def test_a_move_leads_to_the_page_of_its_step(world, visit):
    enquiry = place_one(world)
    page = visit("admissions").get(address("move", enquiry)).text
    assert "Choose the first day" in page
    assert "They are in Placed, which comes after Screened." in page
    answer = visit("admissions").post(address("move", enquiry), {"to": "scheduled"})
    assert (answer.status_code, answer["Location"]) == (303, address("schedule", enquiry))
    asked = receive(world)
    first = visit("admissions").post(address("move", asked), {"to": "screened"})
    assert first["Location"] == reverse("instrument", args=[asked.client_id, "audit"])


def test_a_move_that_is_refused_says_why_on_the_page_and_to_the_board(world, visit):
    enquiry = receive(world)
    answer = visit("admissions").post(address("move", enquiry), {"to": "scheduled"})
    assert answer.status_code == 422
    assert "Screening comes first: AUDIT, PHQ-9, C-SSRS Screener." in answer.text
    dropped = visit("admissions").post(address("move", enquiry), {"to": "scheduled"}, headers={"HX-Request": "true"})
    assert (dropped.status_code, dropped["Content-Type"]) == (422, "text/plain; charset=utf-8")
    assert dropped.text.startswith("Screening comes first")
    onward = visit("admissions").post(address("move", enquiry), {"to": "screened"}, headers={"HX-Request": "true"})
    assert (onward.status_code, onward["HX-Redirect"]) == (
        204,
        reverse("instrument", args=[enquiry.client_id, "audit"]),
    )
    assert visit("admissions").post(address("move", enquiry), {"to": "nowhere"}).status_code == 422


def test_benefits_are_checked_and_stand_on_the_enquiry(world, visit):
    enquiry = receive(world)
    wrong = visit("admissions").post(address("benefits", enquiry), {"pays": "insurance", "found": "Covered."})
    assert wrong.status_code == 422
    assert "The payer has no name." in wrong.text
    assert "Covered." in wrong.text
    told = {"pays": "insurance", "payer": "Acme Health", "plan": "HMO", "found": "Covered."}
    assert visit("admissions").post(address("benefits", enquiry), told).status_code == 303
    assert BenefitsCheck.objects.get(enquiry=enquiry).payer == "Acme Health"
    assert "Acme Health, Ty Marsh" in visit("admissions").get(reverse("enquiry", args=[enquiry.pk])).text
    assert "Checked on 6 Oct 2026, 09:00" in visit("director").get(address("benefits", enquiry)).text
    stale = visit("director").post(address("benefits", enquiry), {**told, "found": "Not covered."})
    assert stale.status_code == 422
    assert "Ty Marsh recorded a check" in stale.text


def test_the_assessment_is_said_to_be_finished_by_a_clinician(world, visit):
    enquiry = receive(world)
    assert visit("admissions").get(address("assessed", enquiry)).status_code == 403
    assert "The assessment is finished" in visit("supervisor").get(address("assessed", enquiry)).text
    assert visit("supervisor").post(address("assessed", enquiry)).status_code == 303
    assert "Ingrid Lindqvist said so" in visit("supervisor").get(address("assessed", enquiry)).text
    Enquiry.objects.filter(pk=enquiry.pk).update(assessed_at=None, closed_at=NOW)
    answer = visit("supervisor").post(address("assessed", enquiry))
    assert (answer.status_code, "This enquiry is closed." in answer.text) == (422, True)


def test_a_first_day_is_chosen_held_and_given_back(world, visit):
    clinic, enquiry = make_clinic(world, people=0), place_one(world)
    browser = visit("admissions")
    assert "Evening IOP" in browser.get(address("schedule", enquiry)).text
    wrong = browser.post(address("schedule", enquiry), {"track_id": clinic.track.pk, "start_on": "2026-10-01"})
    assert (wrong.status_code, "This day is over." in wrong.text) == (422, True)
    assert browser.post(address("schedule", enquiry), {}).status_code == 422
    day = {"track_id": clinic.track.pk, "start_on": "2026-10-08"}
    assert browser.post(address("schedule", enquiry), day).status_code == 303
    assert "A seat is held: Evening IOP from Thu 8 Oct" in browser.get(address("schedule", enquiry)).text
    assert 'value="2026-10-08"' in browser.get(reverse("start", args=[enquiry.pk])).text
    assert "Evening IOP from Thu 8 Oct" in browser.get(reverse("admissions")).text
    assert browser.post(address("schedule", enquiry), {"verb": "release"}).status_code == 303
    assert not SeatHold.objects.filter(enquiry=enquiry, released_at__isnull=True).exists()
    asked = receive(world)
    assert "No level of care is decided yet" in browser.get(address("schedule", asked)).text


def test_the_earliest_first_day_is_one_tap_and_says_where_it_is_tomorrow(world, visit):
    clinic, enquiry = make_clinic(world, people=0, capacity=1, weekdays=(0, 1, 2)), place_one(world)
    browser, tomorrow = visit("admissions"), "Evening IOP: tomorrow, Wednesday 7 October."
    assert tomorrow in browser.get(address("schedule", enquiry)).text
    tapped = {"verb": "hold", "seen_id": "", "track_id": clinic.track.pk, "start_on": "2026-10-07"}
    assert browser.post(address("schedule", enquiry), tapped).status_code == 303
    assert SeatHold.objects.get(enquiry=enquiry).start_on.isoformat() == "2026-10-07"
    assert "Earliest first day" not in browser.get(address("schedule", enquiry)).text
    other = place_one(world, 1)
    assert tomorrow not in browser.get(address("schedule", other)).text
    late = browser.post(address("schedule", other), tapped)
    assert (late.status_code, "held for somebody else" in late.text) == (422, True)


def test_where_the_next_days_are_full_the_page_says_from_when_a_seat_is_free(world, visit):
    clinic, first, second = make_clinic(world, people=0, capacity=1, weeks=30), place_one(world), place_one(world, 1)
    day = {"track_id": clinic.track.pk, "start_on": "2026-10-08"}
    visit("admissions").post(address("schedule", first), day)
    page = visit("admissions").get(address("schedule", second)).text
    assert "Free from Thu 31 Dec" in page
    assert "Evening IOP: Thursday 31 December." in page
    assert 'value="2026-12-31"' in visit("admissions").get(reverse("start", args=[second.pk])).text
    day["start_on"] = "2026-10-14"
    held = SeatHold.objects.get(enquiry=first)
    visit("admissions").post(address("schedule", first), {**day, "seen_id": held.pk})
    later = visit("admissions").get(address("schedule", second)).text
    assert "Free from Thu 7 Jan" in later
    assert "Earliest first day" not in later  # more than 90 days off: no seat can be held so far ahead


def test_attempts_are_recorded_and_counted_against_the_protocol(world, visit):
    enquiry, browser = receive(world), visit("admissions")
    tried = {"tried_on": "2026-10-06", "tried_time": "09:00", "channel": "phone", "outcome": "no answer"}
    assert 'value="2026-10-06"' in browser.get(address("attempts", enquiry)).text
    assert browser.post(address("attempts", enquiry), tried).status_code == 303
    assert ContactAttempt.objects.get(enquiry=enquiry).tried_at == NOW
    wrong = browser.post(address("attempts", enquiry), {**tried, "tried_on": "2026-10-09"})
    assert "still to come" in wrong.text
    assert browser.post(address("attempts", enquiry), {}).status_code == 422
    refused = browser.post(address("close", enquiry), {"way": "unreachable"})
    assert "1 of 3 attempts are recorded. Try 2 times more, and write it down." in refused.text


def test_an_enquiry_is_closed_with_a_warm_handover_found_again_and_reopened(world, visit):
    enquiry, browser = receive(world), visit("admissions")
    assert browser.get(address("close", enquiry)).status_code == 200
    assert browser.post(address("close", enquiry), {}).status_code == 422
    told = {"way": "referred elsewhere", "handed_to": "Northside", "spoke": "Ty with Lee"}
    wrong = browser.post(address("close", enquiry), told)
    assert "The person hasn&#x27;t agreed to it." in wrong.text
    assert 'value="Northside"' in wrong.text
    whole = {**told, "handed_on": "2026-10-06", "handed_time": "09:00", "agreed": "on"}
    assert browser.post(address("close", enquiry), whole)["Location"] == reverse("admissions")
    assert Closing.objects.get(enquiry=enquiry).agreed
    listed = browser.get(reverse("enquiries_closed")).text
    assert "Northside" in listed
    page = browser.get(reverse("enquiry", args=[enquiry.pk])).text
    assert address("reopen", enquiry) in page
    assert address("close", enquiry) not in page
    assert "It is closed already" in browser.get(address("close", enquiry)).text
    assert "Northside" in browser.get(address("reopen", enquiry)).text
    assert browser.post(address("reopen", enquiry), {}).status_code == 422
    assert browser.post(address("reopen", enquiry), {"reason": "They called."}).status_code == 303
    assert "They called." in browser.get(reverse("enquiry", args=[enquiry.pk])).text
    assert "It is open" in browser.get(address("reopen", enquiry)).text
    assert "Nobody left without a start" in browser.get(reverse("enquiries_closed")).text


def test_the_owner_is_changed_on_its_page(world, visit):
    enquiry, browser = receive(world), visit("admissions")
    assert "Rosa Quint" in browser.get(address("owner", enquiry)).text
    staff = world.staff
    told = {"owner": staff["director"].pk, "seen": staff["admissions"].pk}
    assert browser.post(address("owner", enquiry), told).status_code == 303
    again = browser.post(address("owner", enquiry), {**told, "owner": staff["supervisor"].pk})
    assert "Rosa Quint owns it now" in again.text
    assert browser.post(address("owner", enquiry), {"owner": staff["counselor"].pk}).status_code == 422


def test_the_director_sets_the_clocks(world, visit):
    page = reverse("admissions_protocol")
    assert visit("admissions").get(page).status_code == 403
    assert 'value="72"' in visit("director").get(page).text
    numbers = ("screen_hours", "benefits_hours", "assess_hours", "place_hours", "schedule_hours", "attempt_days")
    values = {**dict.fromkeys(numbers, 6), "attempts": 2, "revision": 0, "site": world.site.pk, "edition": "asam-3"}
    assert visit("director").post(page, {**values, "attempts": 0}).status_code == 422
    assert visit("director").post(page, {**values, "attempts": "few"}).status_code == 422
    assert visit("director").post(page, {**values, "site": world.other_site.pk}).status_code == 404
    assert visit("director").post(page, values).status_code == 303
    assert 'value="6"' in visit("director").get(page).text


@pytest.mark.parametrize("people", [1, 5])
def test_the_board_takes_the_same_queries_however_many_are_on_it(world, people, query_count):
    from stepwell.domain.admissions.queries.pipeline import pipeline

    clinic = make_clinic(world, people=0)
    for number in range(people):
        enquiry = place_one(world, number)
        visit_day = {"track_id": clinic.track.pk, "start_on": "2026-10-08"}
        with clock.standing_at(NOW):
            world.browser("admissions").post(address("schedule", enquiry), visit_day)
    actor = world.actor("admissions")
    with query_count(13):
        pipeline(actor, NOW)
