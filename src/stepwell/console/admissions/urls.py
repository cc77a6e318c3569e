"""Addresses of admissions."""

from django.urls import path

from stepwell.console.admissions import online, placement, start, views

urlpatterns = [
    path("admissions/", views.pipeline, name="admissions"),
    path("admissions/upload/", views.upload, name="referral_upload"),
    path("admissions/call/", views.call, name="enquiry_open"),
    path("admissions/online/<uuid:request_id>/", online.online, name="online"),
    path("admissions/referrals/<uuid:referral_id>/", views.match, name="referral_match"),
    path("admissions/<uuid:enquiry_id>/", views.enquiry, name="enquiry"),
    path("admissions/<uuid:enquiry_id>/placement/", placement.placement, name="placement"),
    path("admissions/<uuid:enquiry_id>/start/", start.start, name="start"),
    path("admissions/<uuid:enquiry_id>/referrals/<uuid:referral_id>/<str:kind>/", views.items_of, name="enquiry_items"),
]
