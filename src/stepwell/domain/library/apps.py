"""Django's registration of the plan library."""

from django.apps import AppConfig


class LibraryConfig(AppConfig):
    """Starting points for plans, as an app."""

    name = "stepwell.domain.library"
    label = "library"
