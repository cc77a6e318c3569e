"""Addresses of hours, make-up seats and rescue."""

from django.urls import path

from stepwell.console.hours import protocol, rescue, views

urlpatterns = [
    path("clients/<uuid:client_id>/week/", views.client_week, name="client_week"),
    path("clients/<uuid:client_id>/make-up/", views.make_up, name="make_up"),
    path("rescue/<uuid:outreach_id>/", rescue.outreach, name="outreach"),
    path("settings/hours/", protocol.hours_settings, name="hours_settings"),
]
