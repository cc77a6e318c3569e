"""Django's registration of the look."""

from django.apps import AppConfig


class LookConfig(AppConfig):
    """Registers templates, static files and template tags."""

    """The look, as an app (it has no tables)."""

    name = "stepwell.look"
    label = "look"
