"""Django's registration of the visitors' pages."""

from django.apps import AppConfig


class VisitorsConfig(AppConfig):
    """The visitors' pages, as an app (it has no tables)."""

    name = "stepwell.visitors"
    label = "visitors"
