"""Django's registration of worklist."""

from django.apps import AppConfig


class WorklistConfig(AppConfig):
    """Tasks with an owner, a clock and a verb, as an app."""

    name = "stepwell.domain.worklist"
    label = "worklist"
