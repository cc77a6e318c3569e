"""Addresses of the planner."""

from django.urls import path

from stepwell.console.schedule.planner import views

urlpatterns = [
    path("schedule/planner/", views.proposals, name="planner"),
    path("schedule/planner/<uuid:proposal_id>/", views.proposal, name="proposal"),
]
