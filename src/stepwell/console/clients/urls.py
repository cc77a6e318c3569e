"""Addresses of the list of clients and the chart."""

from django.urls import path

from stepwell.console.clients import care_team, stay, stays, timeline, views

urlpatterns = [
    path("clients/", views.clients, name="clients"),
    path("clients/<uuid:client_id>/", views.client, name="client"),
    path("clients/<uuid:client_id>/timeline/", timeline.timeline, name="timeline"),
    path("clients/<uuid:client_id>/care-team/", care_team.care_team, name="care_team"),
    path("clients/<uuid:client_id>/stays/", stays.stays, name="stays"),
    path("clients/<uuid:client_id>/stay/end/", stay.end_stay, name="end_stay"),
    path("check-ins/<uuid:check_in_id>/seen/", views.see_check_in, name="see_check_in"),
]
