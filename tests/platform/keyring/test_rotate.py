"""Everything moves to the newest key while the program runs: no write is lost, nothing stays behind."""

from datetime import UTC, datetime

import pytest
from allauth.mfa.models import Authenticator
from django.db import connection

from stepwell.kernel.actor import system
from stepwell.kernel.errors import Refused
from stepwell.platform.accounts.actions import open_account
from stepwell.platform.keyring import rotate as rotating
from stepwell.platform.keyring.cipher import decrypt, encrypt, key_id, key_ids, new_key, written_with
from stepwell.platform.keyring.rotate import UNREADABLE, held, places, rotate
from stepwell.platform.notify.address import digests_of, give_address, opt
from stepwell.platform.notify.models import Address
from stepwell.platform.notify.rules import Channel

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
SETUP = system("setup")
OLD, NEW = new_key(), new_key()


@pytest.fixture
def account(db, settings):
    settings.KEYRING = [OLD]
    return open_account(actor=SETUP, email="one@example.org", password=None, now=NOW)


@pytest.fixture
def address(account):
    return give_address(actor=SETUP, account_id=account.pk, channel=Channel.SMS, value="612 555 0100", now=NOW)


def _factor(account, **data):
    kind = Authenticator.Type.TOTP if "secret" in data else Authenticator.Type.RECOVERY_CODES
    return Authenticator.objects.create(user=account, type=kind, data=data)


def test_every_encrypted_field_and_the_second_factors_are_found():
    assert {place.name for place in places()} >= {
        "notify_address.value",
        "notify_message.to",
        "notify_message.subject",
        "notify_message.text",
        "mfa_authenticator.secret",
        "mfa_authenticator.seed",
    }


def test_after_a_rotation_the_newest_key_alone_opens_everything(account, address, settings):
    secret = _factor(account, secret=encrypt("JBSWY3DP"))
    seed = _factor(account, seed=encrypt("5eed"), used_mask=5)
    settings.KEYRING = [NEW, OLD]
    assert held() == {key_id(OLD): 3}
    assert rotate() == 3
    assert held() == {key_id(NEW): 3}
    assert rotate() == 0
    settings.KEYRING = [NEW]
    assert Address.objects.get().value == "+16125550100"
    secret.refresh_from_db()
    seed.refresh_from_db()
    assert decrypt(secret.data["secret"]) == "JBSWY3DP"
    assert (decrypt(seed.data["seed"]), seed.data["used_mask"]) == ("5eed", 5)


def test_what_somebody_writes_at_the_same_moment_stays_and_is_moved_in_the_next_round(
    account, address, settings, monkeypatch
):
    settings.KEYRING = [NEW, OLD]
    real, wrote = rotating.reencrypt, []

    def write_first(token):
        if not wrote:
            wrote.append(token)
            settings.KEYRING = [OLD]  # a process that hasn't been restarted yet
            Address.objects.filter(pk=address.pk).update(value="+16125550199")
            settings.KEYRING = [NEW, OLD]
        return real(token)

    monkeypatch.setattr(rotating, "reencrypt", write_first)
    assert rotate() == 1
    assert wrote
    assert Address.objects.get().value == "+16125550199"
    assert held() == {key_id(NEW): 1}


def test_broken_off_it_goes_on_where_it_was(account, settings, monkeypatch):
    monkeypatch.setattr(rotating, "_BATCH", 2)
    for number in range(5):
        Address.objects.create(
            account=account, channel="push", value=f"browser {number}", digest=str(number), given_at=NOW
        )
    settings.KEYRING = [NEW, OLD]
    real, left = rotating.reencrypt, [3]

    def stop(token):
        if not left[0]:
            raise KeyboardInterrupt
        left[0] -= 1
        return real(token)

    with monkeypatch.context() as patch:
        patch.setattr(rotating, "reencrypt", stop)
        with pytest.raises(KeyboardInterrupt):
            rotate()
    assert held() == {key_id(NEW): 3, key_id(OLD): 2}
    assert rotate() == 2
    assert sorted(one.value for one in Address.objects.all()) == [f"browser {number}" for number in range(5)]


def test_a_value_that_no_key_here_opens_is_counted_and_left_as_it_is(account, address, settings):
    settings.KEYRING = [NEW]
    with connection.cursor() as cursor:
        cursor.execute("SELECT value FROM notify_address")
        before = cursor.fetchone()
        with pytest.raises(Refused, match="Add the key it was written with"):
            rotate()
        assert held() == {UNREADABLE: 1}
        cursor.execute("SELECT value FROM notify_address")
        assert cursor.fetchone() == before


def test_batches_are_walked_without_a_query_for_each_value(account, settings, django_assert_num_queries):
    for number in range(20):
        Address.objects.create(account=account, channel="push", value="x", digest=str(number), given_at=NOW)
    place = next(place for place in places() if place.name == "notify_address.value")
    with django_assert_num_queries(2):
        assert len(list(place.tokens())) == 20


def test_a_key_is_named_without_being_shown(settings):
    settings.KEYRING = [NEW, OLD]
    assert key_ids() == (key_id(NEW), key_id(OLD))
    assert key_id(NEW) not in NEW
    assert written_with(encrypt("x")) == key_id(NEW)
    assert written_with("x") is None


def test_an_address_is_found_under_an_earlier_secret_key_and_hashed_anew_by_a_rotation(account, address, settings):
    earlier = settings.SECRET_KEY
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "a new secret key", [earlier]
    number = "+16125550100"
    again = give_address(actor=SETUP, account_id=account.pk, channel=Channel.SMS, value=number, now=NOW)
    assert again.pk == address.pk
    assert opt(actor=SETUP, number=number, out=True, now=NOW) == 1
    rotate()
    settings.SECRET_KEY_FALLBACKS = []
    assert Address.objects.get().digest in digests_of(number)
    assert opt(actor=SETUP, number=number, out=False, now=NOW) == 1
