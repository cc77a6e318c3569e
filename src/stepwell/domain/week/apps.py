"""Django's registration of week."""

from django.apps import AppConfig


class WeekConfig(AppConfig):
    """Groups, sessions, rosters, attendance, notes and hours, as an app."""

    name = "stepwell.domain.week"
    label = "week"
