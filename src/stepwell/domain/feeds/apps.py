"""Django's registration of feeds."""

from django.apps import AppConfig


class FeedsConfig(AppConfig):
    """Calendar feeds, as an app."""

    name = "stepwell.domain.feeds"
    label = "feeds"
