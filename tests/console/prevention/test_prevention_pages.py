"""A client's staying well as staff see it, the review after a return to use, and the words of the skills."""

from datetime import timedelta
from types import SimpleNamespace
from uuid import uuid4

import pytest
from tests.cast import NOW
from tests.preventing import prevent
from tests.wording import unwelcome_words

from stepwell.domain.checkins.rules import Answers
from stepwell.domain.prevention.models import ProposedChange, UseReview
from stepwell.kernel import clock
from stepwell.platform.ledger.models import Entry
from stepwell.workflows.check_in import tell

SAID = SimpleNamespace(words="Slept badly.", topic="Riding out an urge")


@pytest.fixture(autouse=True)
def standing():
    with clock.standing_at(NOW):
        yield


@pytest.fixture
def ids(world):
    found = {}
    prevent(world, SAID, found)
    return found


def hub(world):
    return f"/app/clients/{world.client.pk}/prevention/"


def test_the_page_shows_everything_and_is_written_down(world, ids):
    said = world.browser("counselor").get(hub(world)).text
    for words in ("Slept badly.", "Riding out an urge", "A meeting online", "Look at it", "Still open", "n = 1"):
        assert words in said
    assert unwelcome_words(said) == []
    read = set(Entry.objects.filter(client_id=world.client.pk).values_list("verb", flat=True))
    assert {"prevention.read", "skills.read", "check_ins.read"} <= read


def test_before_anything_is_written_it_says_what_is_next(world):
    said = world.browser("counselor").get(hub(world)).text
    assert "writes it on the phone" in said
    assert "a review opens here by itself" in said
    assert f"{hub(world)}" in world.browser("counselor").get(f"/app/clients/{world.client.pk}/").text


@pytest.mark.parametrize(("who", "status"), [("peer", 404), ("colleague", 404), ("billing", 403), ("client", 403)])
def test_it_is_for_who_reads_their_check_ins(world, ids, who, status):
    assert world.browser(who).get(hub(world)).status_code == status


def test_staff_suggest_a_line_and_what_is_wrong_stays_as_typed(world, ids):
    browser = world.browser("counselor")
    sent = browser.post(hub(world), {"verb": "suggest", "part": "people", "words": "My sister"})
    assert sent.status_code == 303
    assert "My sister" in browser.get(hub(world)).text
    wrong = browser.post(hub(world), {"verb": "suggest", "part": "people", "words": "Slept badly."})
    assert (wrong.status_code, "stands in their plan already" in wrong.text) == (422, True)


def test_where_no_text_is_safe_it_says_so_and_leads_to_how_to_reach_them(world, ids):
    browser = world.browser("counselor")
    assert "There is no safe way to text Ana now." in browser.get(hub(world)).text
    browser.post(hub(world), {"verb": "link"})
    assert "There is no safe way to text them." in browser.get(hub(world)).text


def test_a_review_is_gone_through_and_ends_with_a_next_step(world, ids):
    browser, path = world.browser("counselor"), f"/app/use-reviews/{ids['use_review_id']}/"
    said = browser.get(path).text
    assert "thank you for telling us" in said
    assert "The two weeks before" in said
    assert "told us about use" in said
    assert unwelcome_words(said) == []
    words = {"revision": "0", "happened": "Payday.", "next_step": "Call Lee", "next_on": "2026-10-09"}
    early = browser.post(path, {**words, "verb": "finish"})
    assert (early.status_code, "for a yes or a no" in early.text) == (422, True)
    assert "Payday." in early.text
    for change in ProposedChange.objects.filter(review_id=ids["use_review_id"]):
        verb = "take" if change.code == "care:overdose" else "leave"
        assert browser.post(f"/app/use-reviews/changes/{change.pk}/", {"verb": verb}).status_code == 303
    done = browser.post(path, {**words, "verb": "finish"})
    assert done.headers["Location"] == hub(world)
    assert "Agreed for the plan of care" in browser.get(hub(world)).text
    browser.post(f"/app/use-reviews/changes/{ids['change_id']}/made/")
    assert "Agreed for the plan of care" not in browser.get(hub(world)).text
    assert "Finished 6 Oct 2026" in browser.get(path).text
    assert UseReview.objects.get().next_step == "Call Lee"


def test_the_queue_leads_to_the_review(world, ids):
    assert f"/app/use-reviews/{ids['use_review_id']}/" in world.browser("counselor").get("/app/today/").text


def test_a_second_word_on_a_check_in_is_said_in_the_chart(world):
    key = uuid4()
    for craving in (3, 5):
        answers = Answers(craving=craving, mood=4, use="no")
        tell(actor=world.actor("client"), key=key, answers=answers, now=NOW)
    said = world.browser("counselor").get(f"/app/clients/{world.client.pk}/").text
    assert "with other answers. Both are kept." in said
    assert "craving 3" in said
    assert "craving 5" in said


def test_a_director_words_a_skill_and_adds_one(world):
    browser, path = world.browser("director"), f"/app/settings/skills/{world.site.pk}/"
    assert browser.get("/app/settings/skills/").headers["Location"] == path
    assert "our words" in browser.get(path).text
    body = {
        "seen": "0",
        "title": "Wait a while",
        "lead": "",
        "steps": "Wait.\nLook.",
        "minutes": "2",
        "is_offered": "on",
    }
    assert browser.post(f"{path}delay/", body).status_code == 303
    assert "edition 1" in browser.get(path).text
    late = browser.post(f"{path}delay/", body)
    assert (late.status_code, "saved this skill meanwhile" in late.text) == (422, True)
    assert browser.post(f"{path}new/", {**body, "title": "Drum"}).status_code == 303
    assert "Drum" in world.browser("client").get("/me/skills/").text
    assert browser.get(f"{path}shoes/").status_code == 404
    assert world.browser("counselor").get(path).status_code == 403


def test_the_page_takes_as_many_statements_with_many_rows_as_with_few(world, ids, django_assert_max_num_queries):
    from stepwell.domain.prevention.actions.meetings import write_down_meeting
    from stepwell.domain.prevention.actions.plans import save_prevention

    for number in range(1, 9):
        who = {"actor": world.actor("client"), "now": NOW}
        save_prevention(**who, texts={"people": f"Lee {number}"}, seen=number)
        write_down_meeting(**who, key=uuid4(), kind="online", on=NOW.date() - timedelta(days=number), minutes=60)
    browser = world.browser("counselor")
    browser.get(hub(world))
    with django_assert_max_num_queries(34):
        browser.get(hub(world))
