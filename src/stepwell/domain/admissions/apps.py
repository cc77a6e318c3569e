"""Django's registration of admissions."""

from django.apps import AppConfig


class AdmissionsConfig(AppConfig):
    """From enquiry to start, as an app."""

    name = "stepwell.domain.admissions"
    label = "admissions"
