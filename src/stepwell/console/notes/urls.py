"""Addresses of signed notes."""

from django.urls import path

from stepwell.console.notes import cosign, views

urlpatterns = [
    path("notes/<uuid:note_id>/", views.note, name="note"),
    path("notes/<uuid:note_id>/addendum/", views.addendum, name="note_addendum"),
    path("notes/<uuid:note_id>/cosign/", cosign.note_cosign, name="note_cosign"),
    path("cosign/", cosign.cosign, name="cosign"),
]
