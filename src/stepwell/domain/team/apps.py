"""Django's registration of the team meeting."""

from django.apps import AppConfig


class TeamConfig(AppConfig):
    """The treatment-team meeting, as an app."""

    name = "stepwell.domain.team"
    label = "team"
