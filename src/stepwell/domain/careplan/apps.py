"""Django's registration of careplan."""

from django.apps import AppConfig


class CarePlanConfig(AppConfig):
    """Problem, goal, objective, intervention, as an app."""

    name = "stepwell.domain.careplan"
    label = "careplan"
