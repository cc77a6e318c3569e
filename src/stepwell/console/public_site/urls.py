"""Addresses of the public site's settings."""

from django.urls import path

from stepwell.console.public_site import views

urlpatterns = [
    path("", views.choose, name="public_site"),
    path("<int:site_id>/", views.words, name="public_words"),
]
