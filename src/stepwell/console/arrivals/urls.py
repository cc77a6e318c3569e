"""Addresses of the desk."""

from django.urls import path

from stepwell.console.arrivals import views

urlpatterns = [
    path("arrivals/", views.arrivals, name="arrivals"),
    path("arrivals/<int:booking_id>/", views.arrived, name="arrived"),
]
