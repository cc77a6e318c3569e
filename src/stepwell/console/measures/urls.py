"""Addresses of measures."""

from django.urls import path

from stepwell.console.measures.asked import answers, instruments
from stepwell.console.measures.here import here
from stepwell.console.measures.progress import off_track, progress
from stepwell.console.measures.schedules import choose, schedule, schedules
from stepwell.console.measures.views import instrument

urlpatterns = [
    path("settings/questions/", choose, name="schedules_of_sites"),
    path("settings/questions/<int:site_id>/", schedules, name="schedules"),
    path("settings/questions/<int:site_id>/set/", schedule, name="schedule_set"),
    path("clients/not-on-track/", off_track, name="off_track"),
    path("clients/<uuid:client_id>/progress/", progress, name="progress"),
    path("clients/<uuid:client_id>/instruments/", instruments, name="instruments"),
    path("clients/<uuid:client_id>/instruments/<str:code>/", instrument, name="instrument"),
    path("clients/<uuid:client_id>/instruments/<str:code>/here/", here, name="instrument_here"),
    path("clients/<uuid:client_id>/answers/<uuid:sheet_id>/", answers, name="answers"),
]
