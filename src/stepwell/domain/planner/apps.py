"""Django's registration of the planner."""

from django.apps import AppConfig


class PlannerConfig(AppConfig):
    """The planner, as an app."""

    name = "stepwell.domain.planner"
    label = "planner"
