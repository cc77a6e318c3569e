"""Addresses of meals."""

from django.urls import path

from stepwell.console.meals import views

urlpatterns = [
    path("schedule/day/", views.day, name="day_sheet"),
    path("clients/<uuid:client_id>/diet/", views.diet, name="diet"),
    path("settings/diets/", views.diets, name="diets"),
]
