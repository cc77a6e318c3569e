"""Django's registration of availability."""

from django.apps import AppConfig


class AvailabilityConfig(AppConfig):
    """People's own times, as an app."""

    name = "stepwell.domain.availability"
    label = "availability"
