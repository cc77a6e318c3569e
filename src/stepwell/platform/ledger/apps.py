"""Django's registration of the ledger."""

from django.apps import AppConfig


class LedgerConfig(AppConfig):
    """The ledger, as an app."""

    name = "stepwell.platform.ledger"
    label = "ledger"
