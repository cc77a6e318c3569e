"""Addresses of crisis."""

from django.urls import path

from stepwell.console.crisis.rota import rota
from stepwell.console.crisis.views import acknowledge, crisis, event, followed_up, page_now, watch

urlpatterns = [
    path("crisis/", crisis, name="crisis"),
    path("crisis/watch/", watch, name="crisis_watch"),
    path("crisis/rota/", rota, name="rota"),
    path("crisis/<uuid:event_id>/", event, name="crisis_event"),
    path("crisis/<uuid:event_id>/acknowledge/", acknowledge, name="crisis_acknowledge"),
    path("crisis/<uuid:event_id>/page/", page_now, name="crisis_page"),
    path("crisis/<uuid:event_id>/followed-up/", followed_up, name="crisis_followed_up"),
]
