"""Addresses of FHIR R4."""

from django.urls import path

from stepwell.api.fhir import views

urlpatterns = [
    path("metadata", views.metadata, name="fhir_metadata"),
    path("Patient/<str:patient_id>", views.patient, name="fhir_patient"),
]
