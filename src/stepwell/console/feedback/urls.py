"""Addresses of feedback."""

from django.urls import path

from stepwell.console.feedback.views import feedback, said, trend

urlpatterns = [
    path("feedback/<uuid:feedback_id>/", feedback, name="feedback"),
    path("groups/<uuid:session_id>/said/", said, name="session_said"),
    path("series/<uuid:series_id>/said/", trend, name="series_said"),
]
