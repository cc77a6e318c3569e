"""Django's registration of access."""

from django.apps import AppConfig


class AccessConfig(AppConfig):
    """Access, as an app (it has no tables)."""

    name = "stepwell.platform.access"
    label = "access"
