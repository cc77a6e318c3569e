"""Addresses of the schedule."""

from django.urls import path

from stepwell.console.schedule import attendance, seats, substitute, views

urlpatterns = [
    path("schedule/", views.schedule, name="schedule"),
    path("schedule/sessions/<uuid:session_id>/move/", views.move, name="move_session"),
    path("schedule/seat/", seats.find, name="find_seat"),
    path("schedule/attendance/", attendance.attendance, name="attendance"),
    path("schedule/attendance/file/", attendance.attendance_file, name="attendance_file"),
    path("groups/<uuid:session_id>/sign-in/", attendance.sign_in, name="sign_in_sheet"),
    path("clients/<uuid:client_id>/timetable/", attendance.timetable, name="timetable"),
    path("schedule/sessions/<uuid:session_id>/leader/", substitute.lead, name="lead_instead"),
]
