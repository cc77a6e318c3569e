"""Addresses of team meetings."""

from django.urls import path

from stepwell.console.meetings import item, views

urlpatterns = [
    path("meetings/", views.meetings, name="meetings"),
    path("meetings/day/", views.meeting_day, name="meeting_day"),
    path("meetings/open/", views.open_today, name="meeting_open"),
    path("meetings/<uuid:meeting_id>/", views.meeting, name="meeting"),
    path("meetings/<uuid:meeting_id>/agenda/", views.refresh, name="meeting_refresh"),
    path("meetings/<uuid:meeting_id>/there/", views.there, name="meeting_there"),
    path("meetings/<uuid:meeting_id>/sign/", views.sign, name="meeting_sign"),
    path("meetings/<uuid:meeting_id>/added/", views.add, name="meeting_add"),
    path("meetings/<uuid:meeting_id>/people/<uuid:client_id>/", item.person, name="meeting_person"),
    path("meetings/<uuid:meeting_id>/people/<uuid:client_id>/added/", item.add, name="meeting_person_add"),
    path("meetings/decisions/<uuid:decision_id>/done/", item.done, name="decision_done"),
    path("clients/<uuid:client_id>/meetings/", item.of_client, name="client_meetings"),
]
