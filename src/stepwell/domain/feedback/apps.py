"""Django's registration of feedback."""

from django.apps import AppConfig


class FeedbackConfig(AppConfig):
    """What clients say of a session, as an app."""

    name = "stepwell.domain.feedback"
    label = "feedback"
