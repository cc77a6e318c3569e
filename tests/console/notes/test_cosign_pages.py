"""The co-sign pages: the list, one note, and naming who co-signs on the page of a person."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.cast import make_world
from tests.domain.week.test_week_actions_cosign import LATER, supervised
from tests.domain.week.test_week_actions_notes import a_group, note_of, sign, write

from stepwell.domain.week.models import Cosignature
from stepwell.kernel import clock


def waiting(world, notes=1):
    clinic = a_group(world, people=notes)
    supervised(world)
    for number in range(notes):
        write(clinic, f"Words of number {number}.", number)
        sign(clinic, number)
    return clinic


def visit(world, path, data=None, who="supervisor"):
    with clock.standing_at(LATER):
        browser = world.browser(who)
        return browser.get(path) if data is None else browser.post(path, data)


def test_the_list_holds_the_note_whole_and_signs_it(world):
    clinic = waiting(world)
    assert "Read and co-sign" in visit(world, "/app/today/").text
    text = visit(world, "/app/cosign/").text
    assert "Words of number 0." in text
    assert "Riding out an urge" in text
    path = f"/app/notes/{note_of(clinic).pk}/cosign/"
    assert visit(world, path, {"verb": "cosign", "seen": "0", "next": "list"}).headers["Location"] == "/app/cosign/"
    assert "Nothing waits for you" in visit(world, "/app/cosign/").text
    for page in (f"/app/groups/{clinic.session.pk}/", f"/app/notes/{note_of(clinic).pk}/"):
        assert "Co-signed by Ingrid Lindqvist, LAC, 6 Oct 2026, 14:00" in visit(world, page).text
    assert visit(world, path).headers["Location"] == f"/app/notes/{note_of(clinic).pk}/"


def test_a_return_needs_words_and_leads_its_author_to_the_note(world):
    clinic = waiting(world)
    path = f"/app/notes/{note_of(clinic).pk}/cosign/"
    empty = visit(world, path, {"verb": "return", "seen": "0", "words": ""})
    assert (empty.status_code, "what is missing" in empty.text) == (422, True)
    assert visit(world, path, {"verb": "return", "seen": "0", "words": "Which plan?"}).status_code == 303
    assert f"/app/notes/{note_of(clinic).pk}/" in visit(world, "/app/today/", who="counselor").text
    assert "Which plan?" in visit(world, f"/app/notes/{note_of(clinic).pk}/", who="counselor").text
    assert "Returned for an addendum" in visit(world, f"/app/clients/{clinic.clients[0].pk}/", who="counselor").text
    stale = visit(world, path, {"verb": "cosign", "seen": "1", "next": "list"})
    assert (stale.status_code, Cosignature.objects.get().signed_at) == (422, None)


def test_a_director_names_who_co_signs_on_the_persons_page(world):
    staff, post = world.staff["counselor"], world.staff["counselor"].posts.get()
    page = f"/app/settings/people/{staff.pk}/"
    assert "Co-signature" in visit(world, page, who="director").text
    name = f"cosign-{post.pk}-cosigner"
    path = f"{page}roles/{post.pk}/cosigner/"
    assert visit(world, path, {name: world.staff["elsewhere"].pk}, "director").status_code == 422
    assert visit(world, path, {name: world.staff["supervisor"].pk}, "director").status_code == 303
    assert "Notes are co-signed by Ingrid Lindqvist" in visit(world, page, who="director").text
    assert visit(world, path, {name: ""}, "director").status_code == 303
    assert visit(world, f"{page}roles/987654321/cosigner/", {name: ""}, "director").status_code == 404


@pytest.mark.parametrize(("who", "status"), [("counselor", 200), ("director", 403), ("client", 403)])
def test_who_opens_the_list(world, who, status):
    assert visit(world, "/app/cosign/", who=who).status_code == status


def queries_of_the_list(notes):
    world = make_world()
    waiting(world, notes)
    with clock.standing_at(LATER), CaptureQueriesContext(connection) as queries:
        assert world.browser("supervisor").get("/app/cosign/").status_code == 200
    return len(queries)


def test_the_list_takes_the_same_queries_for_any_number_of_notes(db):
    assert queries_of_the_list(1) == queries_of_the_list(4)
