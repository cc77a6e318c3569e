"""Templates of shared blocks: written by the site, offered to an empty block, in no note before it is saved."""

import pytest
from tests.cast import NOW
from tests.clinic import make_clinic
from tests.domain.week.test_week_actions_notes import a_group

from stepwell.domain.week.actions import save_shared, save_template
from stepwell.domain.week.models import NoteTemplate, Session
from stepwell.kernel import clock
from stepwell.kernel.errors import NotAllowed, NotFound, Refused

WORDS = {"topic": "Riding out an urge", "method": "CBT", "shared_note": "Checked in. Practiced: "}


@pytest.fixture
def visit(world):
    """`visit("director")` is a logged-in browser."""
    with clock.standing_at(NOW):
        yield world.browser


def save(world, clinic, who="supervisor", revision=0, **words):
    given = WORDS | words
    return save_template(actor=world.actor(who), service_id=clinic.service.pk, revision=revision, now=NOW, **given)


def test_an_empty_block_opens_with_the_words_of_its_service_and_keeps_its_own(world, visit):
    clinic = make_clinic(world, people=1)
    page = f"/app/groups/{clinic.session.pk}/shared/"
    assert "from the template of" not in visit("counselor").get(page).text
    save(world, clinic)
    text = visit("counselor").get(page).text
    assert 'value="Riding out an urge"' in text
    assert "These words come from the template of Evening group" in text
    assert Session.objects.get(pk=clinic.session.pk).topic == ""
    save_shared(
        actor=world.actor("counselor"),
        session_id=clinic.session.pk,
        topic="Triggers",
        method="",
        shared_note="",
        now=NOW,
    )
    after = visit("counselor").get(page).text
    assert ('value="Triggers"' in after, "from the template of" in after) == (True, False)


def test_the_groups_page_says_that_there_is_one_and_offers_it_in_the_dialog(world, visit):
    clinic = a_group(world, people=1)
    save(world, clinic)
    assert "your template" not in visit("counselor").get(f"/app/groups/{clinic.session.pk}/").text  # its topic is said
    Session.objects.filter(pk=clinic.session.pk).update(topic="", method="", shared_saved_at=None)
    text = visit("counselor").get(f"/app/groups/{clinic.session.pk}/").text
    assert "Edit opens with your template" in text
    assert "Checked in. Practiced:" in text


def test_a_supervisor_writes_it_under_settings(world, visit):
    clinic = make_clinic(world, people=0)
    page = f"/app/settings/notes/{clinic.service.pk}/"
    assert "Begins empty" in visit("supervisor").get("/app/settings/notes/").text
    assert visit("supervisor").post(page, {**WORDS, "revision": "0"}).headers["Location"] == "/app/settings/notes/"
    assert "Saved by Ingrid Lindqvist" in visit("supervisor").get("/app/settings/notes/").text
    assert 'value="Riding out an urge"' in visit("director").get(page).text
    stale = visit("director").post(page, {**WORDS, "topic": "Other", "revision": "0"})
    assert (stale.status_code, "saved this meanwhile" in stale.text, 'value="Other"' in stale.text) == (422, True, True)
    for who, status in (("counselor", 403), ("elsewhere", 403)):
        assert visit(who).get(page).status_code == status
    assert visit("director").get("/app/settings/notes/987654321/").status_code == 404


def test_the_same_words_again_are_nothing_and_empty_ones_are_no_template(world, visit):
    clinic = make_clinic(world, people=1)
    assert save(world, clinic).revision == 1
    assert save(world, clinic).revision == 1
    assert save(world, clinic, topic="", method="", shared_note=" ", revision=1).revision == 2
    assert "from the template of" not in visit("counselor").get(f"/app/groups/{clinic.session.pk}/shared/").text
    assert NoteTemplate.objects.count() == 1


def test_who_may_write_it(world):
    clinic = make_clinic(world, people=0)
    with pytest.raises(NotAllowed):
        save(world, clinic, "counselor")
    with pytest.raises(Refused, match="meanwhile"):
        save(world, clinic, revision=4)
    with pytest.raises(NotFound):
        save_template(actor=world.actor("director"), service_id=987_654_321, revision=0, now=NOW, **WORDS)
