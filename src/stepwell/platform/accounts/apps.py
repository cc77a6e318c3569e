"""Django's registration of accounts."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Accounts, as an app."""

    name = "stepwell.platform.accounts"
    label = "accounts"
