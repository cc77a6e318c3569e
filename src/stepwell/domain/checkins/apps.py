"""Django's registration of checkins."""

from django.apps import AppConfig


class CheckInsConfig(AppConfig):
    """What clients tell from home, as an app."""

    name = "stepwell.domain.checkins"
    label = "checkins"
