"""Addresses of people's own times."""

from django.urls import path

from stepwell.console.availability import views

urlpatterns = [path("clients/<uuid:client_id>/times/", views.own_times, name="own_times")]
