"""Addresses of the thread: one person's, its ends, and the list of charts."""

from django.urls import path

from stepwell.console.thread import completeness, ends, views

THREAD = "clients/<uuid:client_id>/thread/"

urlpatterns = [
    path("clients/completeness/", completeness.charts, name="completeness"),
    path("clients/completeness/file/", completeness.as_file, name="completeness_file"),
    path(THREAD, views.thread, name="thread"),
    path(f"{THREAD}objectives/<uuid:objective_id>/", ends.objective, name="thread_objective"),
    path(f"{THREAD}diagnoses/<int:diagnosis_id>/", ends.finding, name="thread_finding"),
]
