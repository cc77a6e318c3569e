"""Django's registration of the keyring."""

from django.apps import AppConfig


class KeyringConfig(AppConfig):
    """The keyring, as an app (it has no tables)."""

    name = "stepwell.platform.keyring"
    label = "keyring"
