"""Passwords that were found in breaches: a list that the operator keeps, asked on this machine and nowhere else.

The list is the one of Have I Been Pwned as its downloader writes it: a line a password, its SHA-1 in capital hex, a
colon and a count, in the order of the hashes. SHA-1 is what the list is keyed by; nothing of ours is kept under it.
"""

import mmap
from hashlib import sha1
from pathlib import Path

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import ValidationError


class BreachedValidator:
    """Where the operator named a list, what stands in it is refused."""

    def validate(self, password: str, user: AbstractBaseUser | None = None) -> None:  # noqa: ARG002 - Django's signature
        """Raises `ValidationError` in words."""
        if settings.BREACHED_PASSWORDS and is_listed(Path(settings.BREACHED_PASSWORDS), password):
            raise ValidationError(
                "This was found in a breach somewhere, and is tried early. Take another one.", "password_breached"
            )

    def get_help_text(self) -> str:
        """Nothing to say ahead."""
        return ""


def is_listed(path: Path, password: str) -> bool:
    """Whether the list holds this password. About thirty steps in forty gigabytes; nothing is read into memory."""
    wanted = sha1(password.encode(), usedforsecurity=False).hexdigest().upper().encode()
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as lines:
        low, high = 0, len(lines)
        while low < high:
            start = lines.rfind(b"\n", low, (low + high) // 2) + 1 or low
            end = lines.find(b"\n", start, high)
            end = high if end < 0 else end + 1
            found = lines[start : start + 40].upper()
            if found == wanted:
                return True
            low, high = (end, high) if found < wanted else (low, start)
    return False
