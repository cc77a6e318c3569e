"""Text into a token and back: Fernet (AES-128-CBC with HMAC-SHA-256), the newest key first, older ones still read.

The keys are `settings.KEYRING`: from STEPWELL_KEYS, or from the file `keys` below STEPWELL_DATA.
"""

from functools import lru_cache
from hashlib import sha256

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings

from stepwell.kernel.errors import refuse


def new_key() -> str:
    """A fresh key, as it stands in STEPWELL_KEYS and in the file."""
    return Fernet.generate_key().decode("ascii")


def encrypt(text: str) -> str:
    """A token that only the keyring opens; under the newest key."""
    return _ring(_keys()).encrypt(text.encode()).decode("ascii")


def decrypt(token: str) -> str:
    """The text again. Raises `Refused` where no key of the ring opens the token."""
    try:
        return _ring(_keys()).decrypt(token.encode("ascii")).decode()
    except InvalidToken:
        raise refuse(
            "A value can't be read with the keys that are here.",
            "STEPWELL_KEYS",
            "Add the key it was written with; keep old keys until `stepwell keys rotate` is through.",
        ) from None


def reencrypt(token: str) -> str:
    """The same text under the newest key."""
    return encrypt(decrypt(token))


def key_id(key: str) -> str:
    """How a key is called where it must not be shown: the beginning of its SHA-256."""
    return sha256(key.encode("ascii")).hexdigest()[:8]


def key_ids() -> tuple[str, ...]:
    """The keys that are here, the newest first."""
    return tuple(key_id(key) for key in _keys())


def written_with(token: str) -> str | None:
    """The id of the key that the token was written with; None where it isn't here."""
    for key in _keys():
        try:
            _ring((key,)).decrypt(token.encode())
        except InvalidToken:
            continue
        return key_id(key)
    return None


def _keys() -> tuple[str, ...]:
    keys = tuple(settings.KEYRING)
    if not keys:
        raise refuse(
            "There is no key to encrypt with.", "STEPWELL_KEYS", "Make one: ./dev stepwell keys new, and set it."
        )
    return keys


@lru_cache(maxsize=16)
def _ring(keys: tuple[str, ...]) -> MultiFernet:
    return MultiFernet([Fernet(key) for key in keys])
