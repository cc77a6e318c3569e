"""Django's registration of measures."""

from django.apps import AppConfig


class MeasuresConfig(AppConfig):
    """Instruments, answers and scores, as an app."""

    name = "stepwell.domain.measures"
    label = "measures"
