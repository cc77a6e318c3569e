"""A signed note's page: what was signed, what came later, and adding to it."""

from datetime import timedelta

import pytest
from tests.cast import NOW
from tests.domain.week.test_week_actions_notes import a_group, note_of, sign, write

from stepwell.domain.week.models import NoteAddendum
from stepwell.kernel import clock

LATER = NOW + timedelta(days=3)


@pytest.fixture
def late(world):
    """A clinic whose first note was written and signed three days later."""
    clinic = a_group(world, people=2)
    write(clinic, "Named payday and the drive home.", now=LATER)
    sign(clinic, now=LATER)
    return clinic


def visit(clinic, path, data=None, who="counselor"):
    with clock.standing_at(LATER):
        browser = clinic.world.browser(who)
        return browser.get(path) if data is None else browser.post(path, data)


def page_of(clinic, tail=""):
    return f"/app/notes/{note_of(clinic).pk}/{tail}"


def test_the_addendum_shows_on_the_page_on_the_group_and_in_the_chart(late):
    sent = visit(late, page_of(late, "addendum/"), {"words": "The sister <b>called</b> since."})
    assert (sent.status_code, sent.headers["Location"]) == (303, f"{page_of(late)}#addenda")
    for path in (
        page_of(late),
        f"/app/groups/{late.session.pk}/",
        f"/app/clients/{late.clients[0].pk}/",
    ):
        text = visit(late, path).text
        assert "Late entry, written 9 Oct 2026, 09:00" in text, path
        assert "The sister &lt;b&gt;called&lt;/b&gt; since." in text, path
        assert ("Added by Maya Okafor, LAC, 9 Oct 2026, 09:00" in text) == ("/clients/" not in path), path
        assert page_of(late) in text or path == page_of(late), path


def test_what_is_refused_stays_in_the_field(late):
    empty = visit(late, page_of(late, "addendum/"), {"words": " "})
    assert (empty.status_code, "The addendum is empty." in empty.text) == (422, True)
    naming = visit(late, page_of(late, "addendum/"), {"words": "Sat by Darnell."})
    assert (naming.status_code, "It seems to name: “Darnell”" in naming.text) == (422, True)
    assert "Sat by Darnell.</textarea>" in naming.text.replace("\n", "")
    said = visit(late, page_of(late, "addendum/"), {"words": "Sat by Darnell.", "names_nobody": "on"})
    assert (said.status_code, NoteAddendum.objects.count()) == (303, 1)


def test_a_get_of_the_form_leads_to_the_note(late):
    assert visit(late, page_of(late, "addendum/")).headers["Location"] == page_of(late)


@pytest.mark.parametrize(
    ("who", "status"),
    [("case manager", 200), ("director", 200), ("colleague", 404), ("admissions", 403), ("client", 403)],
)
def test_who_opens_it(late, who, status):
    answer = visit(late, page_of(late), who=who)
    assert answer.status_code == status
    if who == "director":
        assert "Add and sign" not in answer.text
    assert "Named payday" in answer.text or status != 200
