"""Addresses of emergencies."""

from django.urls import path

from stepwell.console.break_glass import views

urlpatterns = [
    path("", views.ask, name="break_glass"),
    path("end/<uuid:client_id>/", views.end, name="break_glass_end"),
    path("uses/", views.uses, name="emergencies"),
    path("uses/<uuid:glass_id>/", views.use, name="emergency"),
]
