"""Django's registration of assessments."""

from django.apps import AppConfig


class AssessmentConfig(AppConfig):
    """The biopsychosocial assessment, as an app."""

    name = "stepwell.domain.assessment"
    label = "assessment"
