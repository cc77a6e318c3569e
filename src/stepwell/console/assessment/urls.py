"""Addresses of assessments."""

from django.urls import path

from stepwell.console.assessment import views

urlpatterns = [
    path("admissions/<uuid:enquiry_id>/assessment/", views.assessment, name="assessment"),
    path("admissions/<uuid:enquiry_id>/assessment/paper/", views.paper, name="assessment_paper"),
    path("admissions/<uuid:enquiry_id>/assessment/addendum/", views.addendum, name="assessment_addendum"),
]
