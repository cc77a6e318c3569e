"""The chart: who opens it, what stands on it, and that every look is written down."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.cast import NOW
from tests.clinic import make_clinic

from stepwell.domain.checkins.actions import send_check_in
from stepwell.domain.checkins.rules import Answers
from stepwell.kernel import clock
from stepwell.platform.ledger.models import Entry


def looking(world, who, path):
    browser = world.browser(who)
    with clock.standing_at(NOW):
        return browser.get(path)


@pytest.mark.parametrize("who", ["counselor", "director", "supervisor", "case manager"])
def test_the_team_and_who_answers_for_the_site_open_it(world, who):
    clinic = make_clinic(world, people=1)
    response = looking(world, who, f"/app/clients/{clinic.clients[0].pk}/")
    assert response.status_code == 200
    assert "Evening IOP" in response.text
    assert Entry.objects.filter(verb="chart.read", client_id=clinic.clients[0].pk).count() == 1


@pytest.mark.parametrize("who", ["colleague", "elsewhere", "admissions"])
def test_others_get_a_404(world, who):
    clinic = make_clinic(world, people=1)
    assert looking(world, who, f"/app/clients/{clinic.clients[0].pk}/").status_code == 404


def test_a_client_has_no_console(world):
    assert looking(world, "client", f"/app/clients/{world.client.pk}/").status_code == 403
    assert looking(world, "client", "/app/today/").status_code == 403


def test_the_title_says_nothing_about_anybody(world):
    clinic = make_clinic(world, people=1)
    text = looking(world, "counselor", f"/app/clients/{clinic.clients[0].pk}/").text
    title = text[text.index("<title>") : text.index("</title>")]
    assert clinic.clients[0].family_name not in title


def test_the_chart_says_what_is_missing_to_the_weekly_minimum(world):
    clinic = make_clinic(world, people=1)
    text = looking(world, "counselor", f"/app/clients/{clinic.clients[0].pk}/").text
    assert "of 9 h" in text


def test_queries_do_not_grow_with_check_ins(world):
    def count() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert looking(world, "counselor", f"/app/clients/{world.client.pk}/").status_code == 200
        return len(captured)

    def send(times):
        for _ in range(times):
            answers = Answers(craving=2, mood=5, use="no")
            send_check_in(actor=world.actor("client"), key=uuid4(), answers=answers, said_at=NOW, now=NOW)

    send(1)
    few = count()
    send(8)
    assert count() == few


def test_the_list_of_clients_is_one_row_in_the_ledger_and_constant_in_queries(world):
    make_clinic(world, people=4)
    before = Entry.objects.filter(verb="clients.list_read").count()
    assert looking(world, "counselor", "/app/clients/").status_code == 200
    rows = Entry.objects.filter(verb="clients.list_read")
    assert rows.count() == before + 1
    assert len(rows.latest("pk").detail["clients"]) == 5


def test_the_newest_stand_first(world):
    for number in range(15):
        answers = Answers(craving=2, mood=5, use="no", words=f"Word {number}.")
        said_at = NOW - timedelta(hours=number)
        send_check_in(actor=world.actor("client"), key=uuid4(), answers=answers, said_at=said_at, sent_at=NOW, now=NOW)
    first = looking(world, "counselor", f"/app/clients/{world.client.pk}/").text
    assert "Word 0." in first
    assert "Word 14." not in first
