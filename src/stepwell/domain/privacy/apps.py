"""Django's registration of privacy."""

from django.apps import AppConfig


class PrivacyConfig(AppConfig):
    """The privacy officer's requests with their clocks, as an app."""

    name = "stepwell.domain.privacy"
    label = "privacy"
