"""Addresses of the orientation packet."""

from django.urls import path

from stepwell.console.orientation import editor, views

urlpatterns = [
    path("clients/<uuid:client_id>/orientation/", views.orientation, name="orientation"),
    path("clients/<uuid:client_id>/orientation/here/", views.here, name="orientation_here"),
    path("settings/orientation/", editor.choose, name="packets"),
    path("settings/orientation/<int:site_id>/", editor.words, name="packet"),
]
