"""What family and those who refer see: what a consent names, at this moment, and nothing of anybody else."""

import re
from datetime import timedelta

import pytest
from tests.browser import assert_sound
from tests.cast import NOW, make_world
from tests.clinic import admit_one, make_clinic
from tests.exchange import consent, recipient, signed, token
from tests.opening import connected, opened_consent, referrer_consent

from stepwell.domain.consent.actions import record_consent
from stepwell.domain.consent.actions.opening import connect_login, disconnect_login
from stepwell.domain.consent.actions.revoking import revoke_own_consent
from stepwell.domain.consent.models import RecipientLogin
from stepwell.domain.consent.queries.opened import opened_to
from stepwell.domain.consent.queries.own import own_accounting
from stepwell.domain.consent.rules import ItemKind
from stepwell.domain.people.actions import join_care_team
from stepwell.domain.people.models import Function
from stepwell.kernel import clock
from stepwell.kernel.errors import NotAllowed, NotFound, Refused
from stepwell.platform.ledger.models import Entry
from stepwell.workflows.share import share

PAGES = {"family": "/family/shared/", "referrer": "/referrer/shared/"}
GIVEN = {"family": opened_consent, "referrer": referrer_consent}


@pytest.fixture(autouse=True)
def standing():
    with clock.standing_at(NOW):
        yield


def text_of(world, who="family"):
    return world.browser(who).get(PAGES[who]).text.split("<main")[1]


def started(world):
    """The world's client is in treatment, with sessions this week."""
    from tests.furnished import PLAIN, _start

    clinic = make_clinic(world, people=0)
    _start(clinic, PLAIN)
    return clinic


def revoked(world, given, now=NOW):
    revoke_own_consent(actor=world.actor("client"), consent_id=given.pk, now=now)


@pytest.mark.parametrize("who", PAGES)
def test_without_a_consent_and_for_nobody_known_here_the_page_is_the_same(world, who):
    before = text_of(world, who)
    assert "Nothing is shared with you now" in before
    assert "no sign either way" in before
    given = GIVEN[who](world)  # of a recipient that nobody connected to this login
    assert mended(text_of(world, who)) == mended(before)
    connected(world, given, who)
    assert world.client.family_name in text_of(world, who)
    revoked(world, given)
    assert mended(text_of(world, who)) == mended(before)


def mended(text):
    """The page without the tokens of its forms."""
    return re.sub(r'value="[A-Za-z0-9]{64}"', "", text)


@pytest.mark.parametrize("who", PAGES)
def test_it_shows_what_the_consent_names_in_plain_words_with_its_scope_and_the_notice(world, who):
    started(world)
    connected(world, GIVEN[who](world), who)
    text = text_of(world, who)
    for words in ("In treatment here (IOP) since", "This week", "Planned", "Next session", "It holds until treatment"):
        assert words in text, words
    assert "42 CFR part 2 prohibits unauthorized use or disclosure of these records." in text
    assert "Evening IOP" not in text  # neither the group nor who leads it
    assert "Maya" not in text


@pytest.mark.parametrize(
    ("kinds", "there", "not_there"),
    [
        (["attendance"], ["This week"], ["In treatment here", "Reyes"]),
        (["treatment"], ["In treatment here"], ["This week", "Reyes"]),
        (["plan"], ["told by the team", "Plan of care"], ["This week", "In treatment here", "Reyes"]),
    ],
)
def test_what_isnt_named_isnt_shown(world, kinds, there, not_there):
    started(world)
    connected(world, opened_consent(world, kinds=kinds, person="Al"))
    text = text_of(world)
    assert [words for words in there if words not in text] == []
    assert [words for words in not_there if words in text] == []


def test_each_look_is_in_the_clients_list_under_the_name_in_their_consent(world):
    connected(world, opened_consent(world, kinds=["identity", "attendance", "plan"]))
    text_of(world)
    text_of(world)
    told = {(one.who, one.kind, one.purpose, one.times) for one in own_accounting(world.actor("client"))}
    # what the page doesn't show didn't go out
    assert told == {("Al Reyes", "identity", "PATRQT", 2), ("Al Reyes", "attendance", "PATRQT", 2)}
    entry = Entry.objects.filter(verb="patient.disclosed").first()
    assert entry.detail["notice"] == "2.32-2024-short"
    assert entry.actor_key == f"account:{world.accounts['family'].pk}"


def test_a_page_that_stands_open_hears_that_it_is_over_and_nothing_goes_out_by_asking(world):
    given = opened_consent(world)
    connected(world, given)
    browser = world.browser("family")
    mark = browser.get(PAGES["family"]).context["mark"]
    asked = {"headers": {"HX-Request": "true", "X-By-Itself": "true"}}
    before = Entry.objects.filter(verb="patient.disclosed").count()
    assert browser.get("/shared/still/", {"mark": mark}, **asked).status_code == 204
    revoked(world, given)
    answer = browser.get("/shared/still/", {"mark": mark}, **asked)
    assert answer.status_code == 200
    assert "This is no longer shared" in answer.text
    assert world.client.family_name not in answer.text
    assert "Nothing is shared with you now" in browser.get(PAGES["family"]).text
    assert Entry.objects.filter(verb="patient.disclosed").count() == before


def test_it_ends_on_its_last_day_and_with_treatment(world):
    given = opened_consent(world, until_event="", until_on=NOW.date() + timedelta(days=3))
    connected(world, given)
    actor = world.actor("family")
    assert len(opened_to(actor, now=NOW + timedelta(days=3))) == 1
    assert opened_to(actor, now=NOW + timedelta(days=5)) == []
    revoked(world, given)
    second = opened_consent(world, person="Al Reyes")
    assert [one.shares[0].terms.consent_id for one in opened_to(actor, now=NOW)] == [second.pk]
    type(world.client).objects.filter(pk=world.client.pk).update(phase="left")
    assert opened_to(actor, now=NOW) == []


def test_a_class_of_recipients_opens_no_page(world):
    named = recipient(world, name="Dr. Fox", kind="treating provider")
    given = consent(world, named, purposes=["TREAT"], kinds=[ItemKind.TREATMENT])
    connected(world, given, "referrer")
    assert "Their stay" in text_of(world, "referrer")
    revoked(world, given)
    consent(world, None, recipient_kind="treating provider", purposes=["TREAT"], kinds=[ItemKind.TREATMENT])
    assert "Nothing is shared" in text_of(world, "referrer")


def test_a_consent_for_proceedings_or_payment_opens_no_page(world):
    court = recipient(world, name="County court", kind="criminal justice")
    given = consent(world, court, purposes=["HLEGAL"], kinds=["treatment"], until_event="end of treatment")
    connected(world, given, "referrer")
    assert "Nothing is shared" in text_of(world, "referrer")


@pytest.mark.parametrize("who", ["counselor", "supervisor", "privacy officer", "family", "client"])
def test_only_admissions_case_managers_and_directors_say_whose_login_it_is(world, who):
    given = opened_consent(world)
    with pytest.raises(NotAllowed):
        connected(world, given, by=who)


def test_a_case_manager_says_it_of_their_own_people_alone(world):
    given = opened_consent(world)
    with pytest.raises(NotFound):
        connected(world, given, by="case manager")
    join_care_team(
        actor=world.actor("supervisor"),
        client=world.client,
        staff=world.staff["case manager"],
        function=Function.CASE_MANAGER,
        now=NOW,
    )
    assert connected(world, given, by="case manager").recipient_id == given.recipient_id


def test_a_login_of_the_other_kind_or_site_cant_be_theirs_and_twice_is_once(world):
    given, director = opened_consent(world), world.actor("director")
    for wrong in (world.accounts["referrer"].visitor.pk, make_world().accounts["family"].visitor.pk):
        with pytest.raises(Refused):
            connect_login(actor=director, consent_id=given.pk, visitor_id=wrong, now=NOW)
    assert connected(world, given) == connected(world, given, by="admissions")
    assert Entry.objects.filter(verb="recipient.connected", client_id=world.client.pk).count() == 1
    elsewhere = make_world()
    with pytest.raises(NotFound):
        connect_login(actor=elsewhere.actor("director"), consent_id=given.pk, visitor_id=1, now=NOW)


def test_a_disconnected_login_opens_nothing_and_the_row_stays(world):
    given = opened_consent(world)
    made = connected(world, given)
    end = {"actor": world.actor("director"), "consent_id": given.pk, "login_id": made.pk}
    first = disconnect_login(**end, now=NOW)
    assert disconnect_login(**end, now=NOW + timedelta(hours=1)).ended_at == first.ended_at
    assert "Nothing is shared" in text_of(world)
    assert connected(world, given).pk != made.pk
    assert RecipientLogin.objects.filter(recipient=given.recipient).count() == 2


def test_one_login_can_be_of_several_and_sees_each_by_their_own_consent(world, query_count):
    clinic = started(world)
    admit_one(clinic)
    given = referrer_consent(world)
    connected(world, given, "referrer")
    actor = world.actor("referrer")
    with query_count(7):
        assert [one.opened.client for one in share(actor=actor, now=NOW)] == [world.client]
    second = admit_one(clinic, 1).client
    by_paper = signed(given.recipient, purposes=["PATRQT"], kinds=["attendance"])
    record_consent(actor=world.actor("counselor"), client_id=second.pk, signed=by_paper, now=NOW)
    with query_count(7):
        seen = {one.opened.client: one for one in share(actor=actor, now=NOW)}
    assert seen.keys() == {world.client, second}
    assert seen[second].stay is None
    assert seen[second].week is not None
    revoked(world, given)
    assert [one.opened.client for one in share(actor=actor, now=NOW)] == [second]


def test_it_is_connected_and_disconnected_at_the_consent(world):
    given, director = opened_consent(world), world.browser("director")
    assert "Invite them" in director.get(f"/app/consents/{given.pk}/login/").text
    visitor_id = world.accounts["family"].visitor.pk
    address = f"/app/consents/{given.pk}/login/"
    assert director.post(address, {"visitor": ""}).status_code == 422
    assert [director.post(address, {"visitor": visitor_id}).status_code for _ in range(2)] == [303, 303]
    login = RecipientLogin.objects.get(recipient=given.recipient)
    assert "Disconnect" in director.get(address).text
    assert director.post(f"{address}{login.pk}/end/").status_code == 303
    assert "Disconnect" not in director.get(address).text
    plan = consent(world, recipient(world))
    assert director.get(f"/app/consents/{plan.pk}/login/").status_code == 404
    assert "Their login" not in director.get(f"/app/consents/{plan.pk}/").text
    assert "Their login" not in world.browser("counselor").get(f"/app/consents/{given.pk}/").text


@pytest.mark.parametrize("who", ["client", "counselor", "stranger", "director"])
def test_nobody_else_opens_the_pages(world, who):
    for address in (*PAGES.values(), "/shared/still/"):
        assert world.browser(who).get(address).status_code == 403


def test_who_comes_to_the_other_page_is_led_to_their_own(world):
    assert world.browser("family").get(PAGES["referrer"]).headers["Location"] == PAGES["family"]
    assert world.browser("referrer").get("/").headers["Location"] == PAGES["referrer"]


@pytest.mark.browser
@pytest.mark.parametrize(("width", "dark"), [(1280, False), (390, True)])
def test_the_client_takes_it_back_on_the_phone_while_familys_page_stands_open(browse, width, dark):
    world = make_world()
    started(world)
    plan = recipient(world)
    secret = token(world, plan)[1]
    consent(world, plan)
    given = opened_consent(world)
    staff = browse(world.email("director"), width=width, dark=dark)
    staff.goto(f"/app/consents/{given.pk}/")
    staff.get_by_role("link", name="Their login").click()
    assert world.accounts["family"].visitor  # has a login by now
    staff.reload()
    assert_sound(staff)
    staff.get_by_label("Whose login is it?").select_option(str(world.accounts["family"].visitor.pk))
    staff.get_by_role("button", name="Connect").click()
    staff.get_by_text("sees from now on what the consent covers").wait_for()
    assert_sound(staff)

    theirs = browse(world.email("family"), width=width, dark=dark)
    theirs.goto("/")
    theirs.get_by_text("In treatment here").wait_for()
    assert_sound(theirs)
    patient = theirs.url.split("/family/")[0] + f"/fhir/R4/Patient/{world.client.pk}"
    held = {"Authorization": f"Bearer {secret}"}
    assert theirs.request.get(patient, headers=held).status == 200

    phone = browse(world.email("client"), width=390)
    for _ in range(2):  # what family sees, and what the plan's computer reads
        phone.goto("/me/consents/")
        phone.get_by_role("link", name="Take it back").first.click()
        phone.get_by_role("button", name="Take it back now").click()
        phone.get_by_text("Taken back. From now on").wait_for()
    with clock.standing_at(NOW):
        told = own_accounting(world.actor("client"))
    # the tab is looked at again: it asks at once, and not only when its time has come
    theirs.evaluate("document.dispatchEvent(new Event('visibilitychange', {bubbles: true}))")
    theirs.get_by_text("This is no longer shared").wait_for()
    assert theirs.get_by_text("In treatment here").count() == 0
    assert_sound(theirs)
    theirs.get_by_role("link", name="See what is shared now").click()
    theirs.get_by_text("Nothing is shared with you now").wait_for()
    assert_sound(theirs)
    assert theirs.request.get(patient, headers=held).status == 404
    assert own_accounting(world.actor("client")) == told


@pytest.mark.browser
def test_without_scripts_it_is_gone_with_the_next_page(browse):
    world = make_world()
    given = opened_consent(world)
    connected(world, given)
    theirs = browse(world.email("family"), width=320, scripts=False)
    theirs.goto("/")
    theirs.get_by_text(world.client.family_name).first.wait_for()
    revoked(world, given)
    theirs.reload()
    theirs.get_by_text("Nothing is shared with you now").wait_for()
