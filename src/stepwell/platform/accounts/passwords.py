"""Passwords that are guessed first: common ones however they are dressed up, and words that belong to this place.

Length is the only other rule. Nobody has to use a digit, a capital or a sign.
"""

import re
from collections.abc import Iterable

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.password_validation import CommonPasswordValidator
from django.core.exceptions import ValidationError

# What somebody who wants in here would try. An operator adds theirs with STEPWELL_PASSWORD_WORDS.
WORDS = ("stepwell", "password", "recovery", "treatment", "clinic", "program", "counselor", "welcome")
# Signs that must be left when such words are taken away.
_LEFT = 8
_RUNS = ("01234567890123456789", "98765432109876543210", "abcdefghijklmnopqrstuvwxyz", "qwertyuiopasdfghjklzxcvbnm")
_ENDS = re.compile(r"^[\W\d_]+|[\W\d_]+$")
_AGAIN = re.compile(r"(.+?)\1+", re.DOTALL)


class GuessableValidator(CommonPasswordValidator):
    """Django's twenty thousand common passwords, and whatever is little more than one of them."""

    def validate(self, password: str, user: AbstractBaseUser | None = None) -> None:
        """Raises `ValidationError` in words."""
        words = [*WORDS, *settings.PASSWORD_WORDS, *_parts(getattr(user, "email", ""))]
        if self._is_common(password.casefold().strip()) or is_made_of(password, words):
            raise ValidationError(
                "This is guessed early. Take three or four words that don't belong together.", "password_too_common"
            )

    def _is_common(self, text: str) -> bool:
        core = _ENDS.sub("", text)
        if again := _AGAIN.fullmatch(core or text):
            core = again[1]
            if len(core) < 5:
                return True
        return text in self.passwords or core in self.passwords or any(text in run for run in _RUNS)


def is_made_of(password: str, words: Iterable[str]) -> bool:
    """Whether too little is left of it without these words."""
    left = text = password.casefold()
    for word in sorted({one.casefold().strip() for one in words}, key=len, reverse=True):
        left = left.replace(word, "") if len(word) > 2 else left
    return left != text and len(left) < _LEFT


def _parts(email: str) -> list[str]:
    """What somebody's own address is made of."""
    return [part for part in re.split(r"[\W\d_]+", email) if len(part) > 2]
