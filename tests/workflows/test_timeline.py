"""The timeline: what every part tells, who sees it, and that no page loses or doubles anything."""

from collections import Counter
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.cast import EVERYBODY, NOW, make_world
from tests.domain.week.test_week_actions_notes import a_group, note_of, sign, write
from tests.furnished import furnish

from stepwell.domain.admissions.models import (
    BenefitsCheck,
    Enquiry,
    Episode,
    InterimService,
    Referral,
    ReferredItem,
    SeatHold,
    SeatOffer,
    WaitlistEntry,
)
from stepwell.domain.admissions.rules.meanwhile import InterimKind
from stepwell.domain.admissions.values import ItemKind
from stepwell.domain.availability.models import OwnTime
from stepwell.domain.careplan.models import Objective
from stepwell.domain.catalog.models import Place
from stepwell.domain.checkins.actions import send_check_in
from stepwell.domain.checkins.models import CheckIn
from stepwell.domain.checkins.rules import Answers
from stepwell.domain.feedback.models import SessionFeedback
from stepwell.domain.meals.models import Diet
from stepwell.domain.people.happened import happened
from stepwell.domain.people.models import Client
from stepwell.domain.people.queries import held_for
from stepwell.domain.prevention.models import SkillUse, SkillWords, Suggestion
from stepwell.domain.prevention.rules.skills import Helped
from stepwell.domain.safety.actions import raise_event
from stepwell.domain.safety.models import Source
from stepwell.domain.team.models import Decision
from stepwell.domain.thread.models import FindingAnswer, ObjectiveMeasure
from stepwell.domain.week.actions.addenda import add_to_note
from stepwell.domain.week.models import Booking
from stepwell.kernel import clock
from stepwell.kernel.happened import Window
from stepwell.platform.ledger.models import Entry
from stepwell.workflows.timeline import KINDS, SOURCES, Asked, timeline_of

LATER = NOW + timedelta(days=3)


@pytest.fixture
def site(db):
    with clock.standing_at(NOW):
        yield furnish(make_world())


def look(world, who="director", asked=Asked(), *, most=500, now=LATER):  # noqa: B008 - a frozen value
    return timeline_of(world.actor(who), world.client, asked, now=now, most=most)


def check_ins(world, ats):
    for number, at in enumerate(ats):
        answers = Answers(craving=2, mood=5, use="no", words=f"Word {number}.")
        send_check_in(actor=world.actor("client"), key=uuid4(), answers=answers, said_at=at, sent_at=NOW, now=NOW)


def test_each_source_and_each_kind_has_a_code_of_its_own():
    assert [code for code, times in Counter(source.code for source in SOURCES).items() if times > 1] == []
    kinds = {source.kind for source in SOURCES}
    assert len({kind.code for kind in kinds}) == len({kind.label for kind in kinds}) == len(kinds)
    assert all(len(code) == 1 and code.isalpha() for code in KINDS)


def test_everything_that_was_done_in_a_furnished_site_stands_there_the_newest_first(site):
    found = look(site.world)
    told = {row.kind.label for row in found.rows}
    assert {
        "Attendance", "Check-ins", "Measures", "Safety", "Calls and outreach", "Plan", "Stays and levels",
        "Consents and papers", "Authorizations", "Care team",
    } <= told  # fmt: skip
    ats = [row.at for row in found.rows]
    assert ats == sorted(ats, reverse=True)
    assert all(row.what and row.leads_to is not None for row in found.rows)
    assert found.earlier is None


@pytest.mark.parametrize("source", SOURCES, ids=lambda source: source.code)
def test_each_source_can_be_asked_by_itself(world, source):
    window = Window(LATER, 5, 0, NOW - timedelta(days=900))
    for who in ("director", "prescriber"):
        assert len(happened(world.actor(who), world.client, [source], window)) <= 5


def test_pages_hold_what_one_long_page_holds_however_many_things_share_an_instant(world):
    check_ins(world, [NOW - timedelta(minutes=number // 7) for number in range(24)])
    whole = look(world).rows
    assert len(whole) >= 24
    for most in (1, 4, 5, 7, 10):
        pages, before = [], None
        while True:
            page = look(world, asked=Asked(before=before), most=most)
            pages += page.rows
            before = page.earlier
            if before is None:
                break
        assert tuple(pages) == whole, most


def test_what_comes_between_two_looks_moves_nothing(world):
    check_ins(world, [NOW - timedelta(hours=number) for number in range(6)])
    first = look(world, asked=Asked(frozenset("d")), most=3)
    check_ins(world, [NOW + timedelta(minutes=1)])
    second = look(world, asked=Asked(frozenset("d"), before=first.earlier), most=3)
    assert [row.quote for row in (*first.rows, *second.rows)] == [f"Word {number}." for number in range(6)]


def test_a_signed_note_and_what_was_added_are_there_for_who_reads_notes(world):
    clinic = a_group(world, people=2)
    write(clinic, "Named payday and the drive home.", now=LATER)
    sign(clinic, now=LATER)
    world.client = clinic.clients[0]
    soon = LATER + timedelta(hours=1)
    add_to_note(actor=world.actor("counselor"), note_id=note_of(clinic).pk, words="The sister called.", now=soon)
    found = [row for row in look(world, "counselor", now=soon).rows if row.kind.label == "Notes"]
    assert (found[0].what[:5], found[0].detail) == ("Added", "The sister called.")
    assert found[1].detail.startswith("Late entry, written 9 Oct 2026, 09:00.")
    assert {row.leads_to for row in found} == {("note", str(note_of(clinic).pk))}
    assert not [row for row in look(world, "billing", now=soon).rows if row.kind.label == "Notes"]


def test_a_safety_event_says_in_words_what_was_said_and_at_which_door(world):
    place = Place.objects.create(site=world.site, name="Room 2")
    for at_door, where in ((False, None), (True, None), (True, place)):
        raise_event(
            actor=world.actor("client"), client=world.client, key=uuid4(), source=Source.SAID_UNSAFE, raised_at=NOW,
            now=NOW, at_door=at_door, place=where,
        )  # fmt: skip
    told = {row.value for row in look(world, asked=Asked(frozenset("f"))).rows}
    said, door = "said they don't feel safe", f"at the device at the door ({world.site.name}"
    assert told == {said, f"{said}, {door})", f"{said}, {door}, Room 2)"}


def sent_in(world, kind, **said):
    """An item of a referral, as its sender worded it."""
    enquiry = Enquiry.objects.filter(client=world.client).first()
    referral = Referral.objects.create(
        site=world.site, client=world.client, enquiry=enquiry, source_format="CSV", source_name="Harbor House",
        fingerprint=uuid4().hex, person={}, received_at=NOW,
    )  # fmt: skip
    return ReferredItem.objects.create(referral=referral, position=1, kind=kind.value, **said)


def test_medication_and_tests_stand_on_their_own_day_with_who_sent_them(site):
    world = site.world
    sent_in(world, ItemKind.MEDICATION, text="Buprenorphine 8 mg", status="active", started_on=date(2026, 9, 1))
    sent_in(world, ItemKind.OBSERVATION, display="Urine drug screen", value="negative")
    enquiry = Enquiry.objects.filter(client=world.client).first()
    given = {"enquiry": enquiry, "given_on": date(2026, 10, 5), "recorded_at": NOW}
    for kind in (InterimKind.NALOXONE, InterimKind.CONTACT):
        InterimService.objects.create(kind=kind.value, **given)
    found = {row.what: row for row in look(world, asked=Asked(frozenset("ou"))).rows}
    sent = found["Buprenorphine 8 mg"]
    assert (sent.value, sent.detail, sent.is_whole_day) == ("active", "as Harbor House sent it", True)
    assert sent.at == datetime(2026, 9, 1, 6, tzinfo=UTC)
    assert (found["Urine drug screen"].value, found["Urine drug screen"].at) == ("negative", NOW)
    assert found["Naloxone given"].is_whole_day
    assert "Call or visit while they wait" in [row.what for row in look(world, asked=Asked(frozenset("g"))).rows]
    assert look(world, "peer", Asked(frozenset("ou"))).rows == ()


def test_skills_that_were_tried_and_what_was_said_of_sessions_stand_there(world):
    clinic = a_group(world, people=1)
    world.client = clinic.clients[0]
    given = {"client": world.client, "tried_at": NOW}
    SkillUse.objects.create(key=uuid4(), skill_code="surf", helped=Helped.A_LITTLE.value, **given)
    SkillUse.objects.create(key=uuid4(), skill_code="own", helped=Helped.NO.value, **given)
    SkillWords.objects.create(
        site=world.site, code="own", number=1, title="Walk", steps=["Walk."], minutes=2, saved_at=NOW,
        saved_by=world.staff["counselor"],
    )  # fmt: skip
    tried = {row.value for row in look(world, "counselor", Asked(frozenset("t"))).rows}
    assert tried == {"Ride it out like a wave: it helped a little", "Walk: it didn’t help"}
    booking = Booking.objects.get(client=world.client, session=clinic.session)
    said = {"helped": "not really", "words": "Too loud.", "said_at": LATER, "client": world.client}
    SessionFeedback.objects.create(booking=booking, **said)
    assert look(world, "counselor", Asked(frozenset("s"))).rows == ()  # the note is still to be written
    write(clinic, "Named payday and the drive home.", now=LATER)
    sign(clinic, now=LATER)
    (row,) = look(world, "counselor", Asked(frozenset("s"))).rows
    assert (row.value, row.quote) == ("Evening IOP: not really", "Too loud.")


def test_groups_decisions_changes_and_links_of_the_plan_stand_there(site):
    world, given = site.world, {"said_at": NOW, "said_by": site.world.staff["counselor"]}
    episode = Episode.objects.get(client=world.client, ended_on=None)
    FindingAnswer.objects.create(episode=episode, system="icd", code="F17.210", reason="Not now, she says.", **given)
    objective = Objective.objects.filter(goal__problem__client=world.client, shown_by=None).first()
    chosen = {"instrument_code": "phq-9", "chosen_at": NOW, "chosen_by": given["said_by"]}
    ObjectiveMeasure.objects.create(objective=objective, **chosen)
    decision = Decision.objects.filter(item__client=world.client).first()
    Decision.objects.filter(pk=decision.pk).update(done_at=NOW, done_by=given["said_by"])
    found = {row.what: row for row in look(world).rows}
    assert {"Joined", "Decided in the team"} <= {*found}
    assert found["Diagnosis answered"].value == "F17.210: left out of the plan"
    assert found["Measure chosen"].value == f"{objective.number} {objective.title}"
    assert found["Done, as decided"].value == decision.words


def test_what_somebody_eats_when_they_can_come_and_how_they_waited_stand_there(site):
    world, by = site.world, site.world.staff["counselor"]
    Diet.objects.create(
        client=world.client, written_by=by, labels=["Halal"], allergies="Peanuts", since=NOW - timedelta(1), until=NOW
    )
    hours = {"from_time": time(8), "until_time": time(16, 30), "first_on": NOW.date()}
    said = {"sense": "cannot", "kind": "work", "weekdays": [0, 2], "said_at": NOW - timedelta(1), **hours}
    OwnTime.objects.create(client=world.client, **said, ended_at=NOW)
    episode = Episode.objects.get(client=world.client, ended_on=None)
    enquiry, track = episode.enquiry, episode.track
    BenefitsCheck.objects.create(
        enquiry=enquiry, pays="insurance", payer="Prairie", found="No copay.", checked_by=by, checked_at=NOW
    )
    given = {"enquiry": enquiry, "track": track}
    SeatHold.objects.create(**given, start_on=NOW.date(), held_by=by, held_at=NOW, released_at=NOW)
    entry = WaitlistEntry.objects.create(**given, group="no priority group", since=NOW, added_by=by, ended_at=NOW)
    SeatOffer.objects.create(entry=entry, offered_by=by, offered_at=NOW, accepted=False, answered_at=NOW)
    asked = {"part": "after", "suggested_by": by, "suggested_at": NOW}
    Suggestion.objects.create(client=world.client, words="Text Maya", **asked, is_taken=True, answered_at=NOW)
    rows = look(world).rows
    found = {row.what: row for row in rows if row.at >= NOW - timedelta(1)}
    assert found["What they eat"].value == "Halal"
    assert not any("Peanuts" in row.words for row in rows)
    assert (found["Can’t come"].value, found["Can’t come"].author) == ("Mon, Wed 08:00 to 16:30, work", "the client")
    assert found["No longer: can’t come"].at == NOW
    assert (found["Benefits checked"].value, found["Benefits checked"].detail) == ("insurance, Prairie", "No copay.")
    assert found["First day chosen"].value == found["First day given back"].value == f"{track.name}, 6 Oct 2026"
    assert {"On the waitlist", "Off the waitlist", "Place offered"} <= {*found}
    assert found["Answer to the place"].value == f"{track.name}: not taken"
    assert found["Suggested for their plan"].value == "If I return to use: Text Maya"
    assert found["Took a suggestion"].author == "the client"


def test_kinds_and_days_narrow_it(site):
    world = site.world
    assert {row.kind.code for row in look(world, asked=Asked(frozenset("de"))).rows} == {"d", "e"}
    assert look(world, asked=Asked(from_on=date(2027, 1, 1))).rows == ()
    assert look(world, asked=Asked(until_on=date(2020, 1, 1))).rows == ()
    whole, today = look(world).rows, look(world, asked=Asked(from_on=date(2026, 10, 6), until_on=date(2026, 10, 6)))
    denver = [row for row in whole if (row.at - timedelta(hours=6)).date() == date(2026, 10, 6)]
    assert list(today.rows) == denver


def test_nothing_to_come_is_there_whatever_was_asked_for(site):
    found = look(site.world, asked=Asked(until_on=date(2030, 1, 1)), now=NOW)
    assert all(row.at <= NOW for row in found.rows)


def test_words_are_found_in_what_the_reader_sees_and_in_nothing_else(site):
    world = site.world
    assert {row.kind.label for row in look(world, "counselor", Asked(text="OKAFOR counselor")).rows} == {"Care team"}
    assert look(world, "counselor", Asked(text="opioid disorder")).rows
    assert look(world, "peer", Asked(text="opioid disorder")).rows == ()
    assert look(world, "counselor", Asked(text="no such word")).rows == ()


@pytest.mark.parametrize("who", [who for who in EVERYBODY if who not in ("client", "family", "referrer", "stranger")])
def test_a_reader_sees_only_what_their_permissions_open_for_this_person(site, who):
    world = site.world
    actor = world.actor(who)
    held = held_for(actor, world.client, {source.permission for source in SOURCES})
    opened = {source.kind for source in SOURCES if source.permission in held}
    found = look(world, who)
    assert {row.kind for row in found.rows} <= opened
    assert set(found.offered) == opened
    if who in ("colleague", "elsewhere", "front desk", "auditor"):
        assert found.rows == ()
    if who in ("peer", "billing"):
        assert not {row.kind.label for row in found.rows} & {"Notes", "Measures", "Plan", "Safety", "Assessment"}


def test_one_statement_and_one_question_however_long_it_is(world):
    def count():
        with CaptureQueriesContext(connection) as heard:
            found = look(world, "counselor", most=60)
        return sum("ledger_append" not in one["sql"] for one in heard.captured_queries), len(found.rows)

    few, _ = count()
    check_ins(world, [NOW - timedelta(hours=number) for number in range(50)])
    many, rows = count()
    assert rows >= 50
    assert CheckIn.objects.count() == 50
    assert many == few


def test_a_statement_that_is_kept_brings_each_person_their_own_and_each_reader_what_is_theirs(site):
    """The same reader, shape and site: what was worked out for one person is asked again for another."""
    world = site.world
    other = site.clients[-1]
    window = Window(LATER, 500)
    director = world.actor("director")
    for client in (world.client, other, world.client):
        brought = happened(director, client, SOURCES, window)
        apart = [one for source in SOURCES for one in happened(director, client, [source], window)]
        assert Counter(map(str, brought)) == Counter(map(str, apart))
    assert {one.leads_to for one in happened(director, other, SOURCES, window)}.isdisjoint(
        {one.leads_to for one in happened(director, world.client, SOURCES, window) if one.leads_to != ("", "")}
    )
    nobody = replace(director, posts=frozenset())
    assert happened(nobody, world.client, SOURCES, window) == []


@pytest.mark.parametrize("source", SOURCES, ids=lambda source: source.code)
def test_no_source_brings_anything_of_somebody_who_has_nothing(world, source):
    stranger = Client(pk=uuid4(), site=world.site)
    window = Window(LATER, 500)
    assert happened(world.actor("director"), world.client, [source], window) is not None
    assert happened(world.actor("director"), stranger, [source], window) == []


def test_each_look_is_written_down_with_its_kinds(world):
    look(world, "counselor", Asked(frozenset("ed")))
    entry = Entry.objects.filter(verb="timeline.read", client_id=world.client.pk).latest("pk")
    assert (entry.subject_type, entry.subject_id) == ("kinds", "de")
