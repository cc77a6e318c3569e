"""Every door, tried with ids of another site and of another client: no answer gives anything away, and nothing changes.

Whoever adds an address adds it here by having it: `every_address` reads the resolver, and an address that takes POST
without a body in `tests.furnished.bodies` is tried with an empty one.
"""

import re

import pytest
from django.apps import apps
from django.db import transaction
from django.test import Client as Browser
from tests.cast import PASSWORD, make_world
from tests.furnished import APART, bodies, every_address, furnish, text_of
from tests.gathering import GATHERED_ALREADY, TEAMS, gathering_able
from tests.preventing import prevention_able
from tests.programs import program_bodies
from tests.rows import every_row

from stepwell.platform.ledger.models import Entry

pytestmark = pytest.mark.every_door
STAFF = ("director", "supervisor", "admissions", "counselor", "colleague", "case manager")
KEPT = {302, 303, 403, 404, 405, 409, 422}
# Words in an address that are nobody's id.
NO_IDS = ("code", "kind", "page_kind", "number", "skill_code")
WITH_ID = [
    (address, name)
    for address, name in every_address()
    if {*re.findall(r"<\w+:(\w+)>", address)} - {*NO_IDS} and not address.startswith(APART)
]
# When and where a group meets, and counts that are too many to be known by, are no secret among those who work at the
# site; whom it shows, its own test says.
SITES_OWN = ("series", "series_wait", "series_said")
# Somebody in danger outranks team walls: every clinician of the site answers (safety.permissions).
ANYBODYS = ("crisis_event", "crisis_acknowledge", "crisis_page", "crisis_followed_up", *TEAMS)
# A device at the door is the site's, and shows nothing of anybody.
THE_SITES = ("kiosk", "kiosk_code", "kiosk_end")


def make_standing():
    """Two sites, each with one of everything."""
    return furnish(make_world()), furnish(make_world())


@pytest.fixture
def two(standing):
    return standing


def browser_of(world, who):
    browser = Browser()
    browser.force_login(world.accounts[who])
    return browser


def tell_tale(theirs):
    """Words that only their pages hold."""
    return [one.family_name for one in theirs.clients]


def assert_shut(browser, answer, theirs, address):
    """It gives nothing away; an address that only takes POST may lead a GET back to its own page."""
    if answer.status_code == 303 and answer.request["REQUEST_METHOD"] == "GET":
        answer = browser.get(answer.headers["Location"])
    # 503: Help with the calls on it, whoever asks
    assert answer.status_code in {403, 404, 405} | ({503} if "/help/" in address else set()), (address, answer)
    assert not [word for word in tell_tale(theirs) if word in text_of(answer)], address


def try_address(browser, theirs, address, bodies_):
    """One address by GET and by POST."""
    path = theirs.path(address)
    for answer in [browser.get(path), *(browser.post(path, body) for body in bodies_)]:
        assert_shut(browser, answer, theirs, address)


def assert_kept(response, theirs, what):
    assert response.status_code in KEPT, (what, response.status_code)
    if not 300 <= response.status_code < 400:
        assert not [word for word in tell_tale(theirs) if word in text_of(response)], what


def without_token(response):
    """The page, but for what is made anew with each answer."""
    text = re.sub(r'"X-CSRFToken": "\w+"|name="csrfmiddlewaretoken" value="\w+"', "", text_of(response))
    return re.sub(r'name="event_key" value="[\w-]+"', "", text)


@pytest.mark.parametrize("who", [*STAFF, "elsewhere", "client", "family", "stranger"])
def test_what_another_site_has_is_not_opened_or_changed_and_answers_as_if_it_were_not_there(two, who):
    """Each address with an id of theirs and with an id of nobody: text (but for the token), status, headers."""
    mine, theirs = two
    browser, before, told = browser_of(mine.world, who), every_row(), bodies(theirs)
    unknown = {
        name: 987_654_321 if isinstance(known, int) else "00000000-0000-4000-8000-000000000000"
        for name, known in theirs.ids.items()
        if name not in NO_IDS
    }
    for address, name in WITH_ID:
        paths = theirs.path(address), theirs.path(address, **unknown)
        pairs = [[browser.get(path) for path in paths]]
        assert_shut(browser, pairs[0][0], theirs, address)
        for body in told.get(name, [{}]):
            pairs.append([browser.post(path, body) for path in paths])
            assert_shut(browser, pairs[-1][0], theirs, address)
        for hidden, nothing in pairs:
            assert hidden.status_code == nothing.status_code, name
            assert without_token(hidden) == without_token(nothing), name
            headers = [
                {key: value for key, value in one.headers.items() if key != "Content-Length"}
                for one in (hidden, nothing)
            ]
            assert headers[0].keys() == headers[1].keys(), name
    assert every_row() == before


@pytest.mark.parametrize("who", ["colleague", "elsewhere", "stranger", "client", "referrer"])
def test_nobody_beside_the_care_team_does_so_either(two, who):
    theirs, _ = two
    browser, before, told = browser_of(theirs.world, who), every_row(), bodies(theirs)
    for address, name in WITH_ID:
        if who == "colleague" and name in (*ANYBODYS, *SITES_OWN, *THE_SITES):
            continue
        if who == "client" and name.startswith("me_"):
            continue
        try_address(browser, theirs, address, told.get(name, [{}]))
    assert every_row() == before


@pytest.mark.parametrize("who", STAFF)
def test_ids_of_another_site_in_ones_own_forms_change_nothing_there(two, who):
    """Staff, tracks, places, groups, objectives, sheets, needs, enquiries and clients of the other site."""
    mine, theirs = two
    browser = browser_of(mine.world, who)
    foreign, told = all_keys(theirs), bodies(mine, theirs)
    for address, name in every_address():
        for body in told.get(name, []):
            before = every_row()
            answer = browser.post(mine.path(address), body)
            assert answer.status_code < 500, (name, body, answer.status_code)
            for label, rows in every_row().items():
                if rows is before[label]:
                    continue
                changed = [row for row in rows if row not in before[label]]
                linked = [row for row in changed if names_one_of(label, row, foreign)]
                assert not linked, (name, label, body)
                assert not [row for row in before[label] if names_one_of(label, row, foreign) and row not in rows], name
            # a search, an emergency and a signature are refused with what was typed in them, a name too
            typed = ("find", "break_glass", "me_consent_sign", "me_orientation", "me_plan")
            if not 300 <= answer.status_code < 400 and name not in typed:
                assert not [word for word in tell_tale(theirs) if word in text_of(answer)], name


@pytest.mark.parametrize("who", STAFF)
def test_one_address_of_two_clients_leads_nowhere(two, who):
    """One's own client with another's goal, note, referral or seat in the same address."""
    mine, theirs = two
    browser, before = browser_of(mine.world, who), every_row()
    for address, name in WITH_ID:
        kinds = [kind for kind in re.findall(r"<\w+:(\w+)>", address) if kind in theirs.ids and kind not in NO_IDS]
        if len(kinds) < 2:
            continue
        for kind in kinds:
            path = mine.path(address, **{kind: theirs.ids[kind]})
            for answer in [browser.get(path), *(browser.post(path, b) for b in bodies(mine, theirs).get(name, [{}]))]:
                assert_kept(answer, theirs, (name, kind))
    assert every_row() == before


def test_a_record_kept_from_somebody_is_on_the_clients_chain(two):
    mine, theirs = two
    directors = ("consents", "consent_new", "consent_would", "authorization")
    for address, name in WITH_ID:
        if not address.startswith("/app/clients/"):
            continue
        browser = browser_of(mine.world, "director" if name in directors else "supervisor")
        seen = Entry.objects.filter(verb="access.hidden", client_id=theirs.world.client.pk)
        before = seen.count()
        browser.get(theirs.path(address))
        assert seen.count() == before + 1, name


def test_the_bodies_are_ones_that_work_with_ones_own_ids(two):
    """Else the tests above would prove nothing."""
    mine, _ = two
    able = {"placement": "supervisor", "start": "admissions", "referral_match": "admissions", "settings": "director"}
    able |= {"enquiry_open": "admissions", "move_session": "director"}
    able |= {
        "online": "admissions",
        "contact_emergency_review": "director",
        "me_contact": "client",
        "me_own_times": "client",
    }
    able |= {"enquiry_assessed": "supervisor", "admissions_protocol": "director"}
    at_the_desk = ("benefits", "schedule", "attempts", "close", "owner", "wait", "handover", "meanwhile", "education")
    able |= {f"enquiry_{name}": "admissions" for name in at_the_desk}
    able |= {"me_consent_sign": "client", "me_consent_revoke": "client"}
    able |= {"consent_would": "director", "consent_login": "director", "consent_login_end": "director"}
    directors = ("staff_", "visitor_", "outbox", "access_", "exchange", "privacy_")
    able |= {"assessment": "supervisor"}
    able |= {"public_words": "director", "packet": "director", "note_template": "director", "me_orientation": "client"}
    able |= {"client_authorizations": "director", "authorization": "director", "hours_settings": "director"}
    able |= gathering_able() | prevention_able()
    able |= dict.fromkeys(program_bodies(mine), "director")
    able |= {"keep_apart": "director", "plan_reviews": "director", "library": "director", "me_plan": "client"}
    able |= {"keep_apart": "director", "feedback": "supervisor", "me_feedback": "client"}
    able |= {"care_team": "director", "arrived": "front desk"}
    able |= {name: "director" for name in bodies(mine) if name.startswith((*directors, "series_"))}
    able |= {"planner": "director", "proposal": "director", "lead_instead": "director"}
    able |= {"rota": "director"}
    able |= {"session_join": "director", "session_split": "director"}
    changes_nothing = {
        "group_drafts",
        "crisis_followed_up",
        "me_check_in",
        "me_questions",
        "plan_link",
        "crisis_event",
        "find",
        "timeline",
    }
    # of accounts and messages, which are not the domain's; and what can't be done (twice) as things stand
    changes_nothing |= {
        "staff_close",
        "staff_reopen",
        "staff_invite",
        "staff_anew",
        "portal_login",
        "outbox_tend",
        "reach",
        "editing",
    }
    # a move leads to a page; what is open isn't reopened; their level isn't below every track
    changes_nothing |= {"enquiry_move", "enquiry_reopen", "enquiry_arrival", "enquiry_education"}
    changes_nothing |= {"consent_would", "consent_here", "instrument_here", "orientation_here", "plan_version_here"}
    changes_nothing |= {"day", "closed_days", "track_change"}  # looked at before it is saved
    changes_nothing |= {"note_addendum", "note_cosign", "note_objective"}  # the note there is a draft
    changes_nothing |= {"kiosks", "kiosk", "group_meeting", "me_here", "me_join"}  # no device, and no session is near
    changes_nothing |= {"tell_change"}  # they know how their sessions are
    changes_nothing |= {"consent_letter"}  # a paper, and a line in the ledger
    changes_nothing |= {"visitor_close", "visitor_reopen", "visitor_invite"}
    changes_nothing |= GATHERED_ALREADY
    changes_nothing |= {"use_review_made"}  # nothing was taken for the plan of care yet
    changes_nothing |= {"access_reviews", "access_sign", "break_glass", "emergency", "ledger", "cost"}
    wrong = []
    for address, name in every_address():
        for body in bodies(mine).get(name, [])[:1]:
            before = every_row()
            with transaction.atomic():
                answer = browser_of(mine.world, able.get(name, "counselor")).post(mine.path(address), body)
                if name not in changes_nothing:
                    changed = every_row() != before or name in ("instrument", "enquiry_open")
                    if answer.status_code not in (200, 204, 303) or not changed:
                        wrong.append((name, answer.status_code, changed))
                transaction.set_rollback(True)
    assert not wrong


# Whose rows the numbers are: a number alone may be the same in another table.
NUMBERED = {
    "booking_id": "week.Booking",
    "staff_id": "people.Staff",
    "post_id": "people.Post",
    "service_id": "catalog.Service",
    "visitor_id": "people.Visitor",
    "recipient_id": "consent.Recipient",
    "token_id": "consent.Token",
    "consent_id": "consent.Consent",
    "draft_id": "consent.ConsentDraft",
    "agreement_id": "consent.ServiceAgreement",
    "named_id": "consent.Consent",
    "login_id": "consent.RecipientLogin",
    "message_id": "notify.Message",
    "sent_id": "admissions.Referral",
    "referral_id": "admissions.Referral",
    "review_id": "oversight.AccessReview",
    "line_id": "oversight.AccessLine",
    "glass_id": "oversight.BrokenGlass",
    "need_id": "admissions.PlacementNeed",
    "seen": "contact.SafeContact",
    "item_id": "admissions.ReferredItem",
    "track_id": "catalog.Track",
    "place_id": "catalog.Place",
    "closed_id": "catalog.ClosedDay",
    "curriculum_id": "catalog.Curriculum",
    "template_id": "catalog.DayTemplate",
    "enrollment_id": "week.Enrollment",
    "diagnosis_id": "assessment.Diagnosis",
    "suggestion_id": "prevention.Suggestion",
    "change_id": "prevention.ProposedChange",
    "stretch_id": "safety.OnCall",
}


def all_keys(theirs):
    """Every key of the other site's rows that a form could name: uuids as they are, numbers with their table."""
    keys = {str(one.pk) for one in (theirs.clinic.series, *theirs.clients)}
    for name, value in theirs.ids.items():
        # a site isn't anybody's: whoever comes may ask any of them
        if name in ("pk", "site_id", *NO_IDS):
            continue
        if isinstance(value, int):
            keys.add((NUMBERED[name], value))
        else:
            keys.add(str(value))
    return keys


def names_one_of(label, row, keys):
    """Whether the row is one of these, or refers to one."""
    model = apps.get_model(label)
    for field, value in zip(model._meta.concrete_fields, row, strict=True):
        of = field.related_model._meta.label if field.related_model else label if field.primary_key else ""
        if (isinstance(value, int) and (of, value) in keys) or str(value) in keys:
            return True
    return False


def test_logging_in_by_the_form_is_what_these_tests_skip(two):
    mine, _ = two
    assert Browser().login(username=mine.world.email("counselor"), password=PASSWORD)
