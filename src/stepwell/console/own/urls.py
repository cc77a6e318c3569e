"""Addresses of people's own sessions; one session of them is at `console.group`."""

from django.urls import path

from stepwell.console.own import views

urlpatterns = [
    path("schedule/own/", views.choose, name="own_choose"),
    path("clients/<uuid:client_id>/sessions/", views.own, name="own_sessions"),
    path("clients/<uuid:client_id>/sessions/new/", views.new, name="own_new"),
    path("clients/<uuid:client_id>/sessions/<uuid:series_id>/end/", views.end, name="own_end"),
    path("clients/<uuid:client_id>/sessions/<uuid:series_id>/family/", views.family, name="own_family"),
]
