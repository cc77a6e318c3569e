"""Addresses of the settings."""

from django.urls import path

from stepwell.console.site import views

urlpatterns = [path("settings/", views.settings, name="settings")]
