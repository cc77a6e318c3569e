"""Django's registration of the public pages."""

from django.apps import AppConfig


class PublicConfig(AppConfig):
    """The public pages, as an app (it has no tables)."""

    name = "stepwell.public"
    label = "public"
