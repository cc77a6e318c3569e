"""A column whose text is a token in the database and plain in Python. It can't be searched or sorted by."""

from typing import TYPE_CHECKING, Any

from django.db import models

from stepwell.platform.keyring.cipher import decrypt, encrypt

if TYPE_CHECKING:
    _Text = models.TextField[str, str]
else:  # only the stubs know its parameters
    _Text = models.TextField


class EncryptedTextField(_Text):
    """Text under the keyring. Empty text stays empty, so that a missing value costs no key."""

    def get_prep_value(self, value: Any) -> Any:
        """Python to database."""
        return encrypt(value) if value else value

    def from_db_value(
        self,
        value: str | None,
        expression: object,  # noqa: ARG002 - Django's signature
        connection: object,  # noqa: ARG002
    ) -> str | None:
        """Database to Python."""
        return decrypt(value) if value else value
