"""Addresses of safe contact."""

from django.urls import path

from stepwell.console.contact import views

urlpatterns = [
    path("clients/<uuid:client_id>/contact/", views.contact, name="contact"),
    path("clients/<uuid:client_id>/contact/emergency/", views.emergency, name="contact_emergency"),
    path("contact-emergencies/<uuid:emergency_id>/", views.review, name="contact_emergency_review"),
]
