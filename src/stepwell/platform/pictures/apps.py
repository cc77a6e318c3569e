"""The app."""

from django.apps import AppConfig


class PicturesConfig(AppConfig):
    """Platform: pictures."""

    name = "stepwell.platform.pictures"
    label = "pictures"
