"""Django's registration of accounts."""

from importlib import import_module

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Accounts, as an app."""

    name = "stepwell.platform.accounts"
    label = "accounts"

    def ready(self) -> None:
        """Register the words of its messages."""
        import_module("stepwell.platform.accounts.messages")
