"""What the keyring encrypts, it alone opens; an older key still reads, and the newest writes."""

import pytest

from stepwell.kernel.errors import Refused
from stepwell.platform.keyring.cipher import decrypt, encrypt, new_key, reencrypt

WORDS = "the number to call is 612 555 0100 — après midi"


def test_what_was_encrypted_comes_back_and_never_looks_the_same_twice(settings):
    settings.KEYRING = [new_key()]
    first, second = encrypt(WORDS), encrypt(WORDS)
    assert first != second
    assert "612" not in first
    assert decrypt(first) == decrypt(second) == WORDS


def test_an_older_key_still_reads_and_reencrypting_moves_to_the_newest(settings):
    old, new = new_key(), new_key()
    settings.KEYRING = [old]
    token = encrypt(WORDS)
    settings.KEYRING = [new, old]
    moved = reencrypt(token)
    settings.KEYRING = [new]
    assert decrypt(moved) == WORDS
    with pytest.raises(Refused, match="keys that are here"):
        decrypt(token)


@pytest.mark.parametrize("token", ["", "x", "gAAAAABnot-a-token"])
def test_what_is_no_token_is_refused_without_saying_what_it_was(settings, token):
    settings.KEYRING = [new_key()]
    with pytest.raises(Refused) as refused:
        decrypt(token)
    assert token not in str(refused.value) or not token


def test_without_a_key_nothing_is_written(settings):
    settings.KEYRING = []
    with pytest.raises(Refused, match="no key to encrypt with"):
        encrypt(WORDS)
