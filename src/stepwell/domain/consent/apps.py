"""Django's registration of consent."""

from django.apps import AppConfig


class ConsentConfig(AppConfig):
    """Consents and recipients, as an app."""

    name = "stepwell.domain.consent"
    label = "consent"
