"""Django's registration of notify."""

from importlib import import_module

from django.apps import AppConfig

from stepwell.platform.keyring.rotate import register_rekeyed


class NotifyConfig(AppConfig):
    """Messages out, as an app."""

    name = "stepwell.platform.notify"
    label = "notify"

    def ready(self) -> None:
        """Register what is made from the secret key."""
        address = import_module("stepwell.platform.notify.address")
        register_rekeyed("notify_address.digest", address.redo_digests)
