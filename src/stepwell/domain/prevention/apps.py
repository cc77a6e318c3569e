"""Django's registration of prevention."""

from django.apps import AppConfig


class PreventionConfig(AppConfig):
    """Staying well at home, as an app."""

    name = "stepwell.domain.prevention"
    label = "prevention"
