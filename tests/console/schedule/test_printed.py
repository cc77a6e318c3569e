"""Sign-in sheet, a person's week, and who attended: on a page that prints and in a file, to whom they may show."""

import csv
from io import StringIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.cast import NOW
from tests.clinic import admit_one, make_clinic
from tests.console.group.test_group_pages import get

from stepwell.domain.people.models import Client
from stepwell.domain.week.actions import record_attendance
from stepwell.domain.week.models import Status
from stepwell.kernel import clock
from stepwell.platform.ledger.models import Entry

PAGE, FILE = "/app/schedule/attendance/", "/app/schedule/attendance/file/"
SPAN = "?since=2026-10-05&until=2026-10-09"


@pytest.fixture
def clinic(world):
    made = make_clinic(world, people=3)
    marks = (Status.PRESENT, Status.EXCUSED, Status.NO_SHOW)
    for client, status in zip(made.clients, marks, strict=True):
        record_attendance(
            actor=world.actor("counselor"), session_id=made.session.pk, client_id=client.pk, status=status, now=NOW
        )
    return made


def rows_of(answer):
    return list(csv.DictReader(StringIO(answer.content.decode("utf-8-sig"), newline="")))


def test_the_report_counts_what_the_roll_says_and_the_file_says_the_same(world, clinic):
    page = get(world, "director", PAGE + SPAN).text
    assert "Ana Reyes" in page
    rows = rows_of(get(world, "director", f"{FILE}{SPAN}&site={world.site.pk}"))
    by_name = {row["Name"]: row for row in rows}
    assert [*by_name["Ana Reyes"].values()] == ["Ana Reyes", "3", "1", "180", "0", "0", "2"]
    assert by_name["Darnell Whitfield"]["Excused"] == by_name["Josie Tran"]["No-show"] == "1"
    assert ">180<" in page


@pytest.mark.parametrize(
    ("who", "status"),
    {"director": 200, "billing": 200, "counselor": 200, "front desk": 403, "client": 403, "auditor": 403}.items(),
)
def test_who_sees_it(world, clinic, who, status):
    for address in (PAGE + SPAN, FILE + SPAN):
        assert get(world, who, address).status_code == status


def test_a_colleague_sees_nobody_in_it_and_nobody_elses_sign_in_sheet(world, clinic):
    assert "Nobody had a session on these days" in get(world, "colleague", PAGE + SPAN).text
    assert rows_of(get(world, "colleague", FILE + SPAN)) == []
    assert get(world, "colleague", f"/app/groups/{clinic.session.pk}/sign-in/").status_code == 404
    assert get(world, "colleague", f"/app/clients/{clinic.clients[0].pk}/timetable/").status_code == 404


def test_taking_the_file_is_written_down_with_whom_and_which_days(world, clinic):
    get(world, "director", FILE + SPAN)
    entry = Entry.objects.get(verb="attendance.exported")
    assert entry.detail["from"] == "2026-10-05"
    assert set(entry.detail["clients"]) == {str(one.pk) for one in clinic.clients}
    get(world, "director", PAGE + SPAN)
    assert Entry.objects.filter(verb="attendance.list_read").count() == 2


def test_a_name_that_looks_like_a_formula_is_words_in_the_file(world, clinic):
    Client.objects.filter(pk=clinic.clients[0].pk).update(preferred_name="=HYPERLINK(1)")
    assert "'=HYPERLINK(1) Reyes" in {row["Name"] for row in rows_of(get(world, "director", FILE + SPAN))}


@pytest.mark.parametrize(
    "span", ["?since=2026-10-05&until=2026-10-01", "?since=2026-01-01&until=2026-10-01", "?since=x&until="]
)
def test_days_that_cant_be_shown_are_said_so_beside_the_field(world, clinic, span):
    answer = get(world, "director", PAGE + span)
    assert answer.status_code == 422
    assert "field-error" in answer.text
    assert get(world, "director", FILE + span).status_code == 303


def test_the_report_asks_as_much_for_ten_as_for_three(world, clinic):
    def queries():
        with CaptureQueriesContext(connection) as seen:
            get(world, "director", PAGE + SPAN)
        return len(seen)

    queries()
    few = queries()
    for number in range(3, 10):
        admit_one(clinic, number)
    assert queries() == few


def test_a_sign_in_sheet_lists_who_is_booked_by_name(world, clinic):
    group = f"/app/groups/{clinic.session.pk}/"
    text = get(world, "counselor", f"{group}sign-in/").text
    names = ["Ana Reyes", "Josie Tran", "Darnell Whitfield"]
    assert sorted(names, key=text.index) == ["Ana Reyes", "Josie Tran", "Darnell Whitfield"]
    assert "Signature" in text
    assert "No-show" not in text
    assert (
        f"/app/groups/{clinic.session.pk}/sign-in/" in get(world, "counselor", f"/app/groups/{clinic.session.pk}/").text
    )


def test_a_persons_week_is_reached_from_the_chart_and_says_when_and_where(world, clinic):
    ana = clinic.clients[0]
    week = f"/app/clients/{ana.pk}/timetable/"
    with clock.standing_at(NOW):
        assert week in world.browser("counselor").get(f"/app/clients/{ana.pk}/").text
    text = get(world, "counselor", f"{week}?week=2026-10-14").text
    assert "Week of 12 October" in text
    assert "Monday 12 October" in text
    assert "18:00 to 21:15" in text
    assert "No session this week" in get(world, "counselor", f"{week}?week=2026-09-14").text


def test_the_schedule_leads_to_the_report(world, clinic):
    assert f"{PAGE}?site={world.site.pk}" in get(world, "director", "/app/schedule/").text
