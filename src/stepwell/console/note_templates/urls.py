"""Addresses of templates of notes."""

from django.urls import path

from stepwell.console.note_templates import views

urlpatterns = [
    path("settings/notes/", views.templates, name="note_templates"),
    path("settings/notes/<int:service_id>/", views.template, name="note_template"),
]
