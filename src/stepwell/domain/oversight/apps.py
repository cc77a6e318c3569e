"""Django's registration of oversight."""

from django.apps import AppConfig


class OversightConfig(AppConfig):
    """Emergency access, access reviews and the ledger's readers, as an app."""

    name = "stepwell.domain.oversight"
    label = "oversight"
