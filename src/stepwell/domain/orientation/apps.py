"""Django's registration of orientation."""

from django.apps import AppConfig


class OrientationConfig(AppConfig):
    """The orientation packet, as an app."""

    name = "stepwell.domain.orientation"
    label = "orientation"
