"""Addresses of one session of a group."""

from django.urls import path

from stepwell.console.group import meeting, notes, roll, views

urlpatterns = [
    path("groups/<uuid:session_id>/", views.group, name="group"),
    path("groups/<uuid:session_id>/roll/", roll.roll, name="group_roll"),
    path("groups/<uuid:session_id>/roll/<uuid:client_id>/", roll.seat, name="group_seat"),
    path("groups/<uuid:session_id>/meeting/", meeting.meeting, name="group_meeting"),
    path("groups/<uuid:session_id>/shared/", notes.shared, name="group_shared"),
    path("groups/<uuid:session_id>/drafts/", notes.drafts, name="group_drafts"),
    path("groups/<uuid:session_id>/notes/<uuid:note_id>/", notes.note, name="group_note"),
]
