"""Django's registration of safety."""

from django.apps import AppConfig


class SafetyConfig(AppConfig):
    """Safety events, as an app."""

    name = "stepwell.domain.safety"
    label = "safety"
