"""Reviewing and signing a plan in the console: what changed, who signs, the paper, and a site's own clock and words."""

from typing import Any

import pytest
from django.urls import reverse
from tests.cast import NOW, World
from tests.planning import make_group, start_stay, write_objective
from tests.signing_plans import mark_now, sign_now

from stepwell.domain.careplan.models import Basis, Intervention, Problem
from stepwell.domain.people.actions import join_care_team
from stepwell.domain.people.models import Function
from stepwell.domain.planreview.models import PlanProtocol, PlanSignature, PlanVersion
from stepwell.domain.thread.models import ThreadDays
from stepwell.kernel import clock
from stepwell.workflows.timeline import Asked, timeline_of


@pytest.fixture(autouse=True)
def _now() -> Any:
    with clock.standing_at(NOW):
        yield


def url(world: World, tail: str = "") -> str:
    return f"/app/clients/{world.client.pk}/plan/{tail}"


def test_a_review_is_signed_and_the_next_one_shows_what_changed(world: World) -> None:
    start_stay(world)
    objective = write_objective(world)
    browser = world.browser("counselor")
    page = browser.get(url(world, "review/")).text
    assert "No version is signed yet." in page
    assert "5 November 2026" in page  # thirty days after the first one
    sent = {"read": mark_now(world), f"progress-{objective.pk}": "closer", "summary": "A beginning."}
    signed = browser.post(url(world, "review/"), sent)
    assert signed.status_code == 303
    version = PlanVersion.objects.get()
    assert signed["Location"] == url(world, f"versions/{version.pk}/")
    kept = browser.get(signed["Location"]).text
    for words in ("Maya Okafor, LAC", "Closer", "A beginning.", "Hand over this device"):
        assert words in kept
    problem = objective.goal.problem
    placed = {
        "title": problem.title,
        "in_their_words": problem.in_their_words,
        "areas": ["cravings"],
        "stage": "action",
    }
    assert browser.post(url(world, f"problems/{problem.pk}/correct/"), placed).status_code == 303
    again = browser.get(url(world, "review/")).text
    assert "Changed since version 1" in again
    assert "<td>Cravings</td>" in again
    stale = browser.post(url(world, "review/"), {**sent, "summary": "Still here."})
    assert (stale.status_code, "Still here." in stale.text, "has changed since" in stale.text) == (422, True, True)


@pytest.mark.parametrize(
    ("who", "status"), [("director", 200), ("colleague", 404), ("client", 403), ("admissions", 403)]
)
def test_who_opens_a_review_a_version_and_its_paper(world: World, who: str, status: int) -> None:
    start_stay(world)
    write_objective(world)
    version = sign_now(world)
    for tail in ("review/", f"versions/{version.pk}/", f"versions/{version.pk}/paper/"):
        assert world.browser(who).get(url(world, tail)).status_code == status


def test_the_paper_is_a_pdf_and_its_look_is_written_down(world: World) -> None:
    from stepwell.platform.ledger.models import Entry

    start_stay(world)
    write_objective(world)
    answer = world.browser("counselor").get(url(world, f"versions/{sign_now(world).pk}/paper/"))
    assert answer["Content-Type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF")
    assert Entry.objects.filter(verb="plan_version_paper.read", client_id=world.client.pk).exists()


def test_a_no_and_a_certification_are_written_down_where_the_signatures_are(world: World) -> None:
    start_stay(world)
    write_objective(world)
    version = sign_now(world)
    page, browser = url(world, f"versions/{version.pk}/"), world.browser("counselor")
    assert "Certify this plan" not in browser.get(page).text
    assert browser.post(page, {"verb": "refused", "why": ""}).status_code == 422
    assert browser.post(page, {"verb": "refused", "why": "Too many evenings."}).status_code == 303
    assert "Too many evenings." in browser.get(page).text
    assert browser.post(page, {"verb": "certify", "read": version.mark}).status_code == 403
    who, prescriber = world.actor("admissions"), world.staff["prescriber"]
    join_care_team(actor=who, client=world.client, staff=prescriber, function=Function.PRESCRIBER, now=NOW)
    doctor = world.browser("prescriber")
    assert "Certify this plan" in doctor.get(page).text
    assert doctor.post(page, {"verb": "certify", "read": "another"}).status_code == 422
    assert doctor.post(page, {"verb": "certify", "read": version.mark}).status_code == 303
    assert "Certified: Lena Fox, LAC" in browser.get(page).text
    assert {one.party for one in PlanSignature.objects.all()} == {"client", "certifier"}


def test_a_signature_on_paper_shows_with_its_day_its_witness_and_its_place(world: World) -> None:
    start_stay(world)
    write_objective(world)
    version, browser = sign_now(world), world.browser("counselor")
    page = url(world, f"versions/{version.pk}/")
    sent = {"verb": "paper", "signed_on": "2026-10-06", "witness": "Dee-Ann Price", "kept_in": ""}
    wrong = browser.post(page, sent)
    assert (wrong.status_code, 'value="Dee-Ann Price"' in wrong.text) == (422, True)
    assert "Where the paper is kept is missing." in wrong.text
    assert browser.post(page, {**sent, "kept_in": "Cabinet 2"}).status_code == 303
    shown = " ".join(browser.get(page).text.split())
    assert "6 Oct 2026, on paper, seen by Dee-Ann Price" in shown
    assert "Kept in: Cabinet 2. Written down by Maya Okafor" in shown
    assert "Client signed, on paper" in browser.get(url(world, "review/")).text
    assert browser.get(f"{page}paper/").content.startswith(b"%PDF")
    told = timeline_of(world.actor("counselor"), world.client, Asked(), now=NOW, most=50).rows
    assert "The client signed version 1 on paper" in [one.what for one in told]


def test_words_to_begin_with_are_copied_beside_what_was_typed_and_nothing_is_saved(world: World) -> None:
    start_stay(world)
    problem = write_objective(world).goal.problem
    address, browser = url(world, f"problems/{problem.pk}/goal/"), world.browser("counselor")
    assert "Or begin with words that are there" in browser.get(address).text
    sent = {"in_their_words": "Sleep.", "areas": ["self-care", "aftercare"], "start": "cravings.1", "copy": "1"}
    copied = browser.post(address, sent)
    assert copied.status_code == 200
    assert "Lets a craving rise and pass without acting on it</textarea>" in copied.text
    assert "Sleep.</textarea>" in copied.text.replace("\n", "")
    assert copied.text.count("checked") == 2
    assert problem.goals.count() == 1
    assert browser.post(address, {**sent, "start": "nothing"}).status_code == 200


def test_what_needs_no_group_is_no_broken_link(world: World) -> None:
    stay = start_stay(world)
    objective = write_objective(world)
    make_group(world, stay)
    address, browser = url(world, f"objectives/{objective.pk}/intervention/"), world.browser("counselor")
    sent = {"group": "means:medication", "title": "", "part": "prescriber"}
    assert browser.post(address, sent).status_code == 303
    made = Intervention.objects.get()
    assert (made.means, made.title, made.part) == ("medication", "Medication", "prescriber")
    page = browser.get(url(world)).text
    assert "No group carries it" not in page
    assert "The thread holds" in page
    assert "Psychiatrist or prescriber" in page
    theirs = browser.get(url(world) + "?of=6").text
    assert "Nothing in this plan is theirs yet." in theirs
    assert "Evening plan: call before" in browser.get(url(world) + "?of=1").text


def test_areas_are_offered_calmly_and_both_conditions_show_as_such(world: World) -> None:
    start_stay(world)
    write_objective(world)
    counselor = world.browser("counselor")
    assert "None is owed" in counselor.get(url(world)).text
    assert 'value="work and school" id="step_areas_7" checked' in " ".join(
        counselor.get(url(world, "problem/?a=8")).text.split()
    )
    Problem.objects.update(system="http://hl7.org/fhir/sid/icd-10-cm", code="F11.20")
    for title, code in (("Depression", "F33.1"),):
        counselor.post(url(world, "problem/"), {"title": title, "in_their_words": "", "areas": ["self-worth"]})
        Problem.objects.filter(title=title).update(system="http://hl7.org/fhir/sid/icd-10-cm", code=code)
    page = counselor.get(url(world)).text
    assert "Co-occurring conditions in one plan" in page
    assert "in problem 2" in page


def test_strengths_and_barriers_save_themselves_and_a_clash_shows_both(world: World) -> None:
    start_stay(world)
    address = url(world, "basis/")
    sent = {"strengths": "A sister.", "barriers": "No car.", "token": "0", "page": "one"}
    saved = world.browser("counselor").post(address, sent, headers={"HX-Request": "true"})
    assert (saved.status_code, "Saved 6 Oct 2026, 09:00 by Maya Okafor" in saved.text) == (200, True)
    other = world.browser("supervisor")
    clash = {**sent, "strengths": "A choir.", "page": "two"}
    assert other.post(address, clash, headers={"HX-Request": "true"}).status_code == 422
    both = other.post(address, clash)
    assert (both.status_code, "A choir.</textarea>" in both.text, "A sister." in both.text) == (422, True, True)
    assert other.post(address, {**clash, "token": "1"}).status_code == 303
    assert Basis.objects.get().strengths == "A choir."
    assert other.get(address).status_code == 303


def test_a_director_sets_the_clock_and_a_wrong_number_stays_beside_its_message(world: World) -> None:
    browser, page = world.browser("director"), reverse("plan_reviews")
    days = {"review_days": 28, "ahead_days": 5, "certify_days": 60, "first_day": 58, "second_day": 50}
    wrong = browser.post(page, {**days, "site": world.site.pk})
    assert (wrong.status_code, "out of order" in wrong.text, 'value="58"' in wrong.text) == (422, True, True)
    right = {**days, "first_day": 40, "certify_for": "Medicare\n\n  Prairie  Plan ", "site": world.site.pk}
    assert browser.post(page, right).status_code == 303
    assert PlanProtocol.objects.get().certify_for == "Medicare\nPrairie Plan"
    assert "Prairie Plan" in browser.get(page).text
    assert world.browser("counselor").get(page).status_code == 403


def test_a_director_sets_after_how_many_days_something_is_missing(world: World) -> None:
    browser, page = world.browser("director"), reverse("plan_reviews")
    sent = {"site": world.site.pk, "verb": "days", "days-plan": 3, "days-finding": 2, "days-note": 21}
    late = browser.post(page, {**sent, "days-from_on": "2026-10-05"})
    assert (late.status_code, "This day has passed." in late.text, 'value="21"' in late.text) == (422, True, True)
    assert browser.post(page, {**sent, "days-from_on": "2026-10-06"}).status_code == 303
    assert browser.post(page, {**sent, "days-note": 10, "days-from_on": "2026-11-02"}).status_code == 303
    shown = browser.get(page).text
    assert ('value="21"' in shown, "From 2 Nov 2026: plan 3, diagnosis 2, note 10 days" in shown) == (True, True)
    assert list(ThreadDays.objects.values_list("note", flat=True)) == [21, 10]
    assert not PlanProtocol.objects.exists()


def test_a_supervisor_edits_the_starting_points_topic_by_topic(world: World) -> None:
    browser, page = world.browser("supervisor"), reverse("library", args=[world.site.pk])
    assert browser.get(reverse("libraries"))["Location"] == page
    assert "Plans are offered our words." in browser.get(page).text
    topic = f"{page}?topic=10"
    wrong = browser.post(topic, {"objective": "Calls Dee", "revision": 0, "verb": "save"})
    assert (wrong.status_code, "has not its three parts" in wrong.text) == (422, True)
    assert browser.post(topic, {"goal": "Has a first date", "revision": 0, "verb": "save"}).status_code == 303
    assert "No plan is offered it yet." in browser.get(topic).text
    assert browser.post(topic, {"revision": 1, "verb": "publish"}).status_code == 303
    assert "Has a first date</textarea>" in browser.get(topic).text
    assert browser.get(f"{page}?topic=99").status_code == 404
    assert world.browser("counselor").get(page).status_code == 403
