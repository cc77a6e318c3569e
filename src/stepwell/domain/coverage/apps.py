"""Django's registration of coverage."""

from django.apps import AppConfig


class CoverageConfig(AppConfig):
    """Authorizations, as an app."""

    name = "stepwell.domain.coverage"
    label = "coverage"
