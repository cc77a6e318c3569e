"""Addresses of signed notes."""

from django.urls import path

from stepwell.console.notes import views

urlpatterns = [
    path("notes/<uuid:note_id>/", views.note, name="note"),
    path("notes/<uuid:note_id>/addendum/", views.addendum, name="note_addendum"),
]
