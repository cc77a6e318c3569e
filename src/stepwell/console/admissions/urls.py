"""Addresses of admissions."""

from django.urls import path

from stepwell.console.admissions import (
    closing,
    education,
    handover,
    history,
    moves,
    online,
    placement,
    protocol,
    start,
    views,
    waitlist,
    way,
)

urlpatterns = [
    path("admissions/", views.pipeline, name="admissions"),
    path("admissions/upload/", views.upload, name="referral_upload"),
    path("admissions/call/", views.call, name="enquiry_open"),
    path("admissions/closed/", closing.closed, name="enquiries_closed"),
    path("admissions/waitlist/", waitlist.waitlist, name="waitlist"),
    path("admissions/protocol/", protocol.protocol, name="admissions_protocol"),
    path("admissions/online/<uuid:request_id>/", online.online, name="online"),
    path("admissions/referrals/<uuid:referral_id>/", views.match, name="referral_match"),
    path("clients/<uuid:client_id>/placements/", history.placements, name="placements"),
    path("admissions/<uuid:enquiry_id>/", views.enquiry, name="enquiry"),
    path("admissions/<uuid:enquiry_id>/move/", moves.move, name="enquiry_move"),
    path("admissions/<uuid:enquiry_id>/benefits/", way.benefits, name="enquiry_benefits"),
    path("admissions/<uuid:enquiry_id>/assessed/", way.assessed, name="enquiry_assessed"),
    path("admissions/<uuid:enquiry_id>/placement/", placement.placement, name="placement"),
    path("admissions/<uuid:enquiry_id>/schedule/", way.schedule, name="enquiry_schedule"),
    path("admissions/<uuid:enquiry_id>/start/", start.start, name="start"),
    path("admissions/<uuid:enquiry_id>/attempts/", closing.attempts, name="enquiry_attempts"),
    path("admissions/<uuid:enquiry_id>/wait/", waitlist.wait, name="enquiry_wait"),
    path("admissions/<uuid:enquiry_id>/close/", closing.close, name="enquiry_close"),
    path("admissions/<uuid:enquiry_id>/handover/", handover.handover, name="enquiry_handover"),
    path("admissions/<uuid:enquiry_id>/arrival/", handover.arrival, name="enquiry_arrival"),
    path("admissions/<uuid:enquiry_id>/meanwhile/", handover.meanwhile, name="enquiry_meanwhile"),
    path("admissions/<uuid:enquiry_id>/education/", education.education, name="enquiry_education"),
    path("admissions/<uuid:enquiry_id>/reopen/", closing.reopen, name="enquiry_reopen"),
    path("admissions/<uuid:enquiry_id>/owner/", closing.owner, name="enquiry_owner"),
    path("admissions/<uuid:enquiry_id>/referrals/<uuid:referral_id>/<str:kind>/", views.items_of, name="enquiry_items"),
]
