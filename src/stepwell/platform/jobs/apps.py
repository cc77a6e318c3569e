"""Django's registration of jobs."""

from django.apps import AppConfig


class JobsConfig(AppConfig):
    """Jobs, as an app."""

    name = "stepwell.platform.jobs"
    label = "jobs"
