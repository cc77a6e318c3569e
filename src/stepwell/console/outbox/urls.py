"""Addresses of the outbox."""

from django.urls import path

from stepwell.console.outbox import reach, views

urlpatterns = [
    path("", views.outbox, name="outbox"),
    path("<uuid:message_id>/", views.tend, name="outbox_tend"),
    path("<uuid:message_id>/reach/", reach.reach, name="reach"),
]
