"""Addresses behind a token: one in a text, and the same below the page of a device at the door, which sees no other."""

from django.urls import path

from stepwell.portal.by_link.views import by_link

urlpatterns = [
    path("q/<str:token>/", by_link, name="check_in_by_link"),
    path("app/kiosk/<uuid:kiosk_id>/check-in/<str:token>/", by_link, name="check_in_at_door"),
]
