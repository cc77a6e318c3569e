"""Links that sign in: once, for a while, for the one who was sent them, and for nobody who guesses."""

import re
from datetime import timedelta

import pytest
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.test import Client as Http
from tests.cast import NOW, PASSWORD

from stepwell.kernel import clock
from stepwell.kernel.actor import system
from stepwell.kernel.errors import Refused
from stepwell.platform.accounts.links import send_sign_in_link
from stepwell.platform.accounts.messages import Purpose
from stepwell.platform.accounts.models import SignInLink, User
from stepwell.platform.ledger.models import Entry
from stepwell.platform.notify.adapters import use_adapters
from stepwell.platform.notify.adapters.chosen import chosen_adapters
from stepwell.platform.notify.adapters.mailbox import MailboxAdapter
from stepwell.platform.notify.models import Message
from stepwell.platform.notify.rules import Channel

BY = system("sign_in")
NEW = "the-river-takes-its-time"


@pytest.fixture(autouse=True)
def carried():
    use_adapters({Channel.EMAIL: MailboxAdapter()})
    with clock.standing_at(NOW):
        yield
    use_adapters(chosen_adapters())


@pytest.fixture
def account(world):
    return world.accounts["client"]


def path_in(message):
    return re.search(r"/login/link/\S+", message.text).group()


def sent(account, purpose=Purpose.SIGN_IN, now=NOW):
    return path_in(send_sign_in_link(actor=BY, account=account, purpose=purpose, now=now))


def is_in(window):
    return "_auth_user_id" in window.session


def test_a_link_signs_in_once_and_a_look_at_it_uses_nothing_up(account):
    path, window = sent(account), Http()
    for _ in range(3):
        assert Http().get(path).status_code == 200
        assert Http().head(path).status_code == 200
    answer = window.post(path)
    assert answer.status_code == 302
    assert is_in(window)
    again = Http()
    assert again.get(path).status_code == 404
    assert again.post(path).status_code == 404
    assert not is_in(again)
    assert Entry.objects.filter(verb="sign_in.link_used", actor_key=f"account:{account.pk}").count() == 1


def test_only_the_hash_of_a_link_is_kept(account):
    token = sent(account).split("/")[3]
    kept = SignInLink.objects.get(account=account)
    assert token not in str(vars(kept))
    assert Entry.objects.filter(detail__icontains=token).count() == 0


@pytest.mark.parametrize(
    ("purpose", "lasts"), [(Purpose.SIGN_IN, timedelta(minutes=10)), (Purpose.INVITATION, timedelta(days=3))]
)
def test_a_link_is_over_when_its_time_is(account, purpose, lasts):
    path = sent(account, purpose)
    with clock.standing_at(NOW + lasts - timedelta(seconds=1)):
        assert Http().get(path).status_code == 200
    with clock.standing_at(NOW + lasts):
        assert Http().get(path).status_code == 404
        assert Http().post(path).status_code == 404


def test_a_newer_link_ends_the_older_ones(account):
    older, newer = sent(account), sent(account)
    assert Http().get(older).status_code == 404
    assert Http().get(newer).status_code == 200


def test_another_persons_link_stays_good(world, account):
    theirs = sent(world.accounts["counselor"])
    sent(account)
    assert Http().get(theirs).status_code == 200


def test_a_guessed_link_opens_nothing(db):
    assert Http().get("/login/link/guessed/").status_code == 404
    assert Http().post("/login/link/guessed/", {"password": NEW}).status_code == 404


def test_an_unknown_address_gets_the_same_page_and_nothing_is_sent(world):
    def page_for(email):
        answer = Http().post("/login/link/", {"email": email})
        said = re.sub(r"[A-Za-z0-9]{64}", "", answer.content.decode())  # the page's own token
        return answer.status_code, said.replace(email, "")

    before = Message.objects.count()
    unknown = page_for("nobody@example.test")
    assert Message.objects.count() == before
    User.objects.filter(pk=world.accounts["colleague"].pk).update(is_active=False)
    closed = page_for(world.email("colleague"))
    assert Message.objects.count() == before
    known = page_for(world.email("client").upper())
    assert Message.objects.count() == before + 1
    assert unknown == closed == known


def test_an_account_that_nothing_reaches_gets_the_same_page_too(world):
    use_adapters({})
    answer = Http().post("/login/link/", {"email": world.email("client")})
    assert answer.status_code == 200
    assert Entry.objects.filter(verb="sign_in.link_not_sent", subject_id=str(world.accounts["client"].pk)).exists()


def test_a_closed_account_gets_no_link_and_its_old_one_opens_nothing(account):
    path = sent(account)
    User.objects.filter(pk=account.pk).update(is_active=False)
    assert Http().post(path).status_code == 404
    account.refresh_from_db()
    with pytest.raises(Refused):
        sent(account)


def test_a_password_chosen_through_an_invitation_ends_the_other_sessions(world, account):
    path, other, mine = sent(account, Purpose.INVITATION), world.browser("client"), Http()
    assert other.get("/me/").status_code == 200
    assert mine.post(path, {"password": NEW}).status_code == 302
    assert other.get("/me/").status_code == 302
    assert mine.get("/me/").status_code == 200
    account.refresh_from_db()
    assert account.check_password(NEW)


def test_signing_in_without_a_new_password_keeps_the_old(account):
    Http().post(sent(account))
    account.refresh_from_db()
    assert account.check_password(PASSWORD)


@pytest.mark.parametrize("weak", ["short", "password", "", "1234567890"])
def test_a_weak_password_is_refused_and_the_link_stays_good(account, weak):
    path, window = sent(account, Purpose.INVITATION), Http()
    assert window.post(path, {"password": weak}).status_code == 422
    assert not is_in(window)
    assert window.post(path, {"password": NEW}).status_code == 302


def test_an_invitation_without_a_password_signs_nobody_in(account):
    path, window = sent(account, Purpose.INVITATION), Http()
    assert window.post(path).status_code == 422
    assert not is_in(window)
    assert window.get(path).status_code == 200


def test_links_to_one_address_are_few_an_hour(world):
    answers = [Http().post("/login/link/", {"email": world.email("client")}).status_code for _ in range(6)]
    assert answers == [200] * 5 + [429]
    assert Http().post("/login/link/", {"email": world.email("counselor")}).status_code == 200


def test_what_is_no_address_stays_typed_and_is_said(db):
    answer = Http().post("/login/link/", {"email": "ana at home"})
    assert answer.status_code == 422
    assert "ana at home" in answer.content.decode()


def test_a_link_asks_for_the_second_factor_of_who_has_one(world):
    TOTP.activate(world.accounts["counselor"], generate_totp_secret())
    window = Http()
    answer = window.post(sent(world.accounts["counselor"]))
    assert answer.headers["Location"] == "/login/second/"
    assert not is_in(window)
