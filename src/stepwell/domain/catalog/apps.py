"""Django's registration of catalog."""

from django.apps import AppConfig


class CatalogConfig(AppConfig):
    """What a program offers, as an app."""

    name = "stepwell.domain.catalog"
    label = "catalog"
