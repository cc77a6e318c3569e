"""Addresses of signed notes."""

from django.urls import path

from stepwell.console.notes import cosign, objective, views

urlpatterns = [
    path("notes/<uuid:note_id>/", views.note, name="note"),
    path("notes/<uuid:note_id>/addendum/", views.addendum, name="note_addendum"),
    path("notes/<uuid:note_id>/cosign/", cosign.note_cosign, name="note_cosign"),
    path("notes/<uuid:note_id>/objective/", objective.objective, name="note_objective"),
    path("cosign/", cosign.cosign, name="cosign"),
]
