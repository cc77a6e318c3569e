"""Addresses of the outbox."""

from django.urls import path

from stepwell.console.outbox import views

urlpatterns = [
    path("settings/messages/", views.outbox, name="outbox"),
    path("settings/messages/<uuid:message_id>/", views.tend, name="outbox_tend"),
]
