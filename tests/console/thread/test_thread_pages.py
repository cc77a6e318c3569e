"""The thread on screen: both ways by one click, each gap with its mend, and numbers that open what is missing."""

import html
import re
from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse
from tests.cast import NOW, World
from tests.domain.thread.test_thread_charts import PTSD, bare_note
from tests.threads import whole_thread

from stepwell.domain.careplan import actions as careplan
from stepwell.domain.thread.actions import set_thread_days, show_by_instrument
from stepwell.domain.thread.models import FindingAnswer, NoteObjective, ObjectiveMeasure
from stepwell.domain.thread.rules import Days
from stepwell.kernel import clock
from stepwell.platform.ledger.models import Entry

LIST = "/app/clients/completeness/"


def get(world: World, path: str, who: str = "counselor", *, days: int = 0) -> Any:
    with clock.standing_at(NOW + timedelta(days=days)):
        return world.browser(who).get(path)


def post(world: World, path: str, body: dict[str, Any], who: str = "counselor") -> Any:
    with clock.standing_at(NOW):
        return world.browser(who).post(path, body)


def of(world: World, name: str = "thread", *ids: Any) -> str:
    return reverse(name, args=[world.client.pk, *ids])


def links(answer: Any) -> set[str]:
    return set(re.findall(r'href="([^"]+)"', answer.text))


def test_every_place_of_the_thread_leads_to_its_own_page(world: World) -> None:
    thread = whole_thread(world)
    shown = get(world, of(world))
    enquiry = thread["assessment"].enquiry_id
    assert {
        reverse("assessment", args=[enquiry]),
        f"{of(world, 'plan')}#problem-1",
        of(world, "thread_objective", thread["objective"].pk),
        reverse("note", args=[thread["note"].pk]),
        f"{of(world, 'thread_objective', thread['objective'].pk)}#measure",
    } <= links(shown)
    assert "The thread is whole" in shown.text
    assert "11 of 11" in shown.text


def test_and_each_of_those_leads_back(world: World) -> None:
    thread = whole_thread(world)
    show_by_instrument(actor=world.actor("counselor"), objective_id=thread["objective"].pk, code="phq-9", now=NOW)
    problem, objective = (
        f"{of(world)}#problem-{thread['problem'].pk}",
        of(world, "thread_objective", thread["objective"].pk),
    )
    assert problem in links(get(world, reverse("assessment", args=[thread["assessment"].enquiry_id])))
    assert {problem, objective} <= links(get(world, reverse("note", args=[thread["note"].pk])))
    assert {problem, reverse("note", args=[thread["note"].pk])} <= links(get(world, objective))
    assert objective in links(get(world, of(world, "client")))  # the note's row in the timeline
    assert objective in links(get(world, of(world, "plan")))
    answer_phq(world)
    assert objective in links(get(world, of(world, "progress")))


@pytest.mark.parametrize(
    ("means", "kinds"), [("medication", {"Medication"}), ("casework", {"Team meetings", "Calls and outreach"})]
)
def test_what_comes_in_no_group_leads_to_what_is_recorded_of_it(world: World, means: str, kinds: set[str]) -> None:
    objective = whole_thread(world)["objective"]
    title = "Buprenorphine, 16 mg a day, Lena Fox"
    careplan.add_intervention(
        actor=world.actor("counselor"), objective_id=objective.pk, title=title, means=means, now=NOW
    )
    found = re.search(rf'<a href="([^"]+)">{title}</a>', get(world, of(world)).text)
    assert found is not None
    timeline = get(world, html.unescape(found[1])).text
    chosen = re.findall(r'name="k"[^>]* checked><span>([^<]+)', timeline)
    assert kinds <= {*chosen}


def answer_phq(world: World) -> None:
    from stepwell.domain.measures.rules import load_instrument
    from stepwell.workflows.screen import complete_screening_sheet

    answers = dict.fromkeys([item.id for item in load_instrument("phq-9").items if item.scored], 1)
    complete_screening_sheet(
        actor=world.actor("counselor"), client_id=world.client.pk, code="phq-9", answers={**answers, "q9": 0},
        version=load_instrument("phq-9").version, now=NOW,
    )  # fmt: skip


def test_a_missing_link_is_shown_with_its_day_its_owner_and_its_mend(world: World) -> None:
    thread = whole_thread(world, **PTSD)
    shown = get(world, of(world)).text
    assert "11 of 12" in shown
    assert "since 15 September 2026 · Maya Okafor" in shown
    ptsd = thread["assessment"].diagnoses.get(code="F43.10")
    assert of(world, "thread_finding", ptsd.pk) in shown
    assert "knot-broken" in shown


def test_who_may_not_write_is_led_to_the_thread_and_not_to_a_form(world: World) -> None:
    thread = whole_thread(world, **PTSD)
    ptsd = thread["assessment"].diagnoses.get(code="F43.10")
    shown = get(world, LIST, "director")
    assert of(world, "thread_finding", ptsd.pk) not in shown.text
    assert of(world) in links(shown)
    assert get(world, of(world, "thread_finding", ptsd.pk), "director").status_code == 403


def test_a_diagnosis_is_answered_and_what_was_typed_stays_when_it_is_refused(world: World) -> None:
    thread = whole_thread(world, **PTSD)
    address = of(world, "thread_finding", thread["assessment"].diagnoses.get(code="F43.10").pk)
    refused = post(world, address, {"problem": str(thread["problem"].pk), "reason": "Treated at the VA."})
    assert refused.status_code == 422
    assert "Treated at the VA." in refused.text
    assert "It is either a problem or a reason." in refused.text
    assert post(world, address, {"problem": "", "reason": "Treated at the VA."}).headers["Location"] == of(world)
    assert "Treated at the VA." in get(world, of(world)).text
    assert (
        "Left out: Treated at the VA." in get(world, reverse("assessment", args=[thread["assessment"].enquiry_id])).text
    )
    assert "Take it back" in get(world, address).text
    post(world, address, {"verb": "take_back"})
    assert not FindingAnswer.objects.exists()


def test_an_objective_gets_its_instrument_and_shows_its_notes(world: World) -> None:
    thread = whole_thread(world)
    address = of(world, "thread_objective", thread["objective"].pk)
    assert post(world, address, {"code": "nonsense"}).status_code == 422
    assert post(world, address, {"code": "phq-9"}).headers["Location"] == of(world)
    assert ObjectiveMeasure.objects.get().instrument_code == "phq-9"
    assert "Not answered yet" in get(world, of(world)).text
    post(world, address, {"code": ""})
    assert not ObjectiveMeasure.objects.exists()


def test_a_note_that_was_signed_without_an_objective_says_afterwards_which_it_served(world: World) -> None:
    thread = whole_thread(world)
    note = bare_note(world, thread)
    page, address = reverse("note", args=[note.pk]), reverse("note_objective", args=[note.pk])
    assert f"{page}#objective" in get(world, of(world)).text
    assert "Say which it served" in get(world, page).text
    assert post(world, address, {"objective": ""}).status_code == 422
    assert post(world, address, {"objective": str(thread["objective"].pk)}).headers["Location"] == f"{page}#objective"
    assert "Said later by Maya Okafor" in get(world, page).text
    assert get(world, address).headers["Location"] == f"{page}#objective"
    post(world, address, {"verb": "take_back"})
    assert not NoteObjective.objects.exists()


def numbers(text: str) -> list[tuple[str, int]]:
    """Every sum on the list that has something missing: where it leads, and how many it says."""
    found = re.findall(r'href="(\?[^"]*)"[^>]*>(?:<b>[^<]*</b> links are there, )?(\d+) missing', text)
    return [(url.replace("&amp;", "&"), int(count)) for url, count in found]


def test_each_number_opens_exactly_the_missing_ones(world: World) -> None:
    thread = whole_thread(world, **PTSD)
    bare_note(world, thread)
    careplan.end_intervention(actor=world.actor("counselor"), intervention_id=thread["intervention"].pk, now=NOW)
    shown = numbers(get(world, LIST, "director").text)
    assert len(shown) >= 5  # all, the counselor's, and three kinds
    for url, count in shown:
        opened = get(world, LIST + url, "director")
        assert opened.text.count('<th scope="row"><a href="/app/clients/') == count, url


def test_the_chart_with_the_gravest_gap_stands_first_and_whole_ones_last(world: World) -> None:
    from tests.domain.thread.test_thread_charts import add_somebody

    whole_thread(world)
    add_somebody(world, 1)
    text = get(world, LIST, "director").text
    assert text.index("Person1") < text.index(world.client.family_name)
    assert "1 of 2 charts are whole" in text


def test_who_is_named_on_the_list_is_written_down(world: World) -> None:
    whole_thread(world)
    get(world, LIST)
    assert Entry.objects.filter(verb="completeness.list_read").latest("pk").detail == {
        "clients": [str(world.client.pk)]
    }


def test_odd_filters_show_everything_or_nothing(world: World) -> None:
    whole_thread(world, **PTSD)
    assert get(world, f"{LIST}?kind=nonsense&page=99").status_code == 200
    assert "Nothing of this is missing" in get(world, f"{LIST}?counselor=77&whose=x").text
    assert "nothing is left to mend" in get(world, f"{LIST}?whose=77").text


def test_the_file_adds_up_to_the_figure_and_names_no_diagnosis(world: World) -> None:
    thread = whole_thread(world, **PTSD)
    answer = get(world, f"{LIST}file/", "director")
    text = answer.content.decode("utf-8-sig")
    rows = [line.split(",") for line in text.splitlines()[1:]]
    assert 'attachment; filename="completeness-2026-10-06.csv"' in answer.headers["Content-Disposition"]
    assert sum(int(row[5]) for row in rows) == 12
    assert sum(int(row[6]) for row in rows) == 11
    assert "Diagnosis, 2026-09-15, Maya Okafor" in text
    assert thread["problem"].title not in text
    assert get(world, f"{LIST}file/").status_code == 403


def test_today_says_how_many_are_ones_own(world: World) -> None:
    whole_thread(world, **PTSD)
    mine, theirs = get(world, "/app/today/").text, get(world, "/app/today/", "director").text
    assert f"?whose={world.staff['counselor'].pk}" in mine
    assert "of your links missing in charts" in mine
    assert "links missing in charts" in theirs
    assert "of your links" not in theirs


def test_before_a_stay_the_page_says_what_is_next(world: World) -> None:
    assert "Once Ana has started in a track" in get(world, of(world)).text
    assert get(world, of(world), "client").status_code == 403
    assert "Nobody is in treatment" in get(world, LIST).text


def test_how_it_is_counted_names_the_days_that_hold_at_the_site(world: World) -> None:
    whole_thread(world)
    days = Days(NOW.date(), plan=7, finding=0, note=21)
    set_thread_days(actor=world.actor("director"), site_id=world.site.pk, days=days, now=NOW)
    for page in (get(world, of(world)), get(world, LIST, "director")):
        assert "Here: 21 days." in page.text
