"""Django's registration of the console."""

from django.apps import AppConfig


class ConsoleConfig(AppConfig):
    """The console, as an app (it has no tables)."""

    name = "stepwell.console"
    label = "console"
