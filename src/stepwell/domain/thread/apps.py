"""Django's registration of the thread."""

from django.apps import AppConfig


class ThreadConfig(AppConfig):
    """The golden thread, as an app."""

    name = "stepwell.domain.thread"
    label = "thread"
