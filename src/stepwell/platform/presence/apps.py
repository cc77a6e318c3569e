"""The app."""

from django.apps import AppConfig


class PresenceConfig(AppConfig):
    """Platform: presence."""

    name = "stepwell.platform.presence"
    label = "presence"
