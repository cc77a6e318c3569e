"""Addresses of measures."""

from django.urls import path

from stepwell.console.measures.views import instrument

urlpatterns = [path("clients/<uuid:client_id>/instruments/<str:code>/", instrument, name="instrument")]
