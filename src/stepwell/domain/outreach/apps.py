"""Django's registration of outreach."""

from django.apps import AppConfig


class OutreachConfig(AppConfig):
    """The program's own words and rates, as an app."""

    name = "stepwell.domain.outreach"
    label = "outreach"
