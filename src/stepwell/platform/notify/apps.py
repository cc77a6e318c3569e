"""Django's registration of notify."""

from django.apps import AppConfig


class NotifyConfig(AppConfig):
    """Messages out, as an app."""

    name = "stepwell.platform.notify"
    label = "notify"
