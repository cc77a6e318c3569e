"""A letter to whom a consent names: not a word more than the client said yes to, and on their list of what went out."""

import pytest
from tests.cast import NOW
from tests.exchange import consent, recipient
from tests.opening import opened_consent, referrer_consent

from stepwell.console.consents import letter as letters
from stepwell.domain.consent.actions.revoking import revoke_own_consent
from stepwell.domain.consent.queries.own import own_accounting
from stepwell.kernel import clock


@pytest.fixture(autouse=True)
def standing():
    with clock.standing_at(NOW):
        yield


@pytest.fixture
def said(monkeypatch):
    """The values that the letter is typeset from, as they go by."""
    seen = []
    through = letters.typeset
    monkeypatch.setattr(letters, "typeset", lambda template, values: seen.append(values) or through(template, values))
    return seen


def ask(world, given, who="counselor"):
    return world.browser(who).post(f"/app/consents/{given.pk}/letter/")


def test_it_says_what_the_consent_covers_and_the_client_reads_that_it_went_out(world, said):
    answer = ask(world, referrer_consent(world))
    assert (answer.headers["Content-Type"], answer.content[:5]) == ("application/pdf", b"%PDF-")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="letter.pdf"'
    assert said[0]["to"] == "County court clinic"
    assert world.client.family_name in said[0]["name"]
    assert said[0]["stay"] == "Treatment hasn’t started."
    assert said[0]["notice"].startswith("42 CFR part 2 prohibits")
    told = own_accounting(world.actor("client"))
    assert {(one.who, one.kind) for one in told} == {
        ("County court clinic", kind) for kind in ("identity", "treatment", "attendance")
    }


def test_what_is_not_covered_is_not_in_it(world, said):
    ask(world, referrer_consent(world, kinds=["attendance"]))
    assert world.client.family_name not in said[0]["name"]
    assert (said[0]["born"], said[0]["stay"], said[0]["has_week"]) == ("", "", True)


def test_what_only_the_team_tells_is_named_and_not_told(world, said):
    ask(world, referrer_consent(world, kinds=["identity", "measures"]))
    assert len(said[0]["told"]) == 1
    assert {one.kind for one in own_accounting(world.actor("client"))} == {"identity"}


def test_after_it_is_taken_back_there_is_no_letter_and_no_button(world):
    given = opened_consent(world)
    browser = world.browser("counselor")
    assert "Letter to them" in browser.get(f"/app/consents/{given.pk}/").text
    revoke_own_consent(actor=world.actor("client"), consent_id=given.pk, now=NOW)
    answer = ask(world, given)
    assert (answer.status_code, answer.headers.get("Content-Type", "").startswith("application/pdf")) == (303, False)
    page = browser.get(f"/app/consents/{given.pk}/").text
    assert "Letter to them" not in page
    assert not own_accounting(world.actor("client"))


def test_payers_and_laboratories_have_other_ways(world):
    given = consent(world, recipient(world))
    assert "Letter to them" not in world.browser("counselor").get(f"/app/consents/{given.pk}/").text
    assert ask(world, given).status_code == 303


@pytest.mark.parametrize("who", ["colleague", "elsewhere", "stranger", "client", "family", "referrer"])
def test_nobody_else_writes_one(world, who):
    assert ask(world, referrer_consent(world), who).status_code in {302, 403, 404}
    assert not own_accounting(world.actor("client"))
