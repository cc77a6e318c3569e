"""Addresses of the schedule."""

from django.urls import path

from stepwell.console.schedule import substitute, views

urlpatterns = [
    path("schedule/", views.schedule, name="schedule"),
    path("schedule/sessions/<uuid:session_id>/move/", views.move, name="move_session"),
    path("schedule/sessions/<uuid:session_id>/leader/", substitute.lead, name="lead_instead"),
]
