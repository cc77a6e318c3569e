"""Addresses of the settings."""

from django.urls import path

from stepwell.console.site import views

urlpatterns = [
    path("", views.settings, name="settings"),
    path("permissions/", views.permissions, name="permissions"),
]
