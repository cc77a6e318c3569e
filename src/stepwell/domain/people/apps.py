"""Django's registration of people."""

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    """Clients, staff, care teams and sites, as an app."""

    name = "stepwell.domain.people"
    label = "people"
