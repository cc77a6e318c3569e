"""Which passwords are taken: long ones of whatever signs, and none that is guessed first."""

import pytest
from django.contrib.auth.hashers import Argon2PasswordHasher
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from stepwell import settings as written
from stepwell.platform.accounts.models import User

ANA = User(email="ana.reyes@north-house.example")


@pytest.mark.parametrize(
    "password",
    [
        "password123456",
        "Password!2026",
        "passwordpassword",
        "qwertyuiopas",
        "123456789012",
        "aaaaaaaaaaaa",
        "abcabcabcabc",
        "2026dragon!!!!",
        "Stepwell-2026",
        "welcome-clinic",
        "ana.reyes.2026",
        "Reyes-12345!",
    ],
)
def test_what_is_guessed_first_is_refused(password):
    with pytest.raises(ValidationError) as refused:
        validate_password(password, ANA)
    assert "guessed early" in str(refused.value)


def test_the_operators_own_words_count(settings):
    validate_password("riverbend-duluth", ANA)
    settings.PASSWORD_WORDS = ["Riverbend", "Duluth"]
    with pytest.raises(ValidationError):
        validate_password("riverbend-duluth", ANA)


@pytest.mark.parametrize(
    "password",
    [
        "correct horse battery",
        "the-river-takes-its-time",
        "583920174629",
        "zwölf kleine Wölfe",
        "stepwell on tuesday night",
    ],
)
def test_no_kind_of_sign_is_asked_for(password):
    validate_password(password, ANA)


def test_twelve_signs_are_asked_for_and_two_hundred_are_taken():
    with pytest.raises(ValidationError):
        validate_password("river-takes", ANA)
    validate_password("the-river-takes-its-time " * 8, ANA)


def test_passwords_are_kept_by_argon2id_dear_enough_to_guess():
    """OWASP's least: 19 MiB and two rounds. The suite itself hashes cheaply, so the settings' own file is asked."""
    assert written.PASSWORD_HASHERS == ["django.contrib.auth.hashers.Argon2PasswordHasher"]
    cost = Argon2PasswordHasher().params()
    assert cost.type.name == "ID"
    assert cost.memory_cost >= 19 * 1024
    assert cost.time_cost >= 2
