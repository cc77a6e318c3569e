"""Addresses of people and roles."""

from django.urls import path

from stepwell.console.people import outside, views

urlpatterns = [
    path("", views.staff, name="staff"),
    path("new/", views.new, name="staff_new"),
    path("<int:staff_id>/", views.person, name="staff_person"),
    path("<int:staff_id>/roles/", views.give, name="staff_give"),
    path("<int:staff_id>/roles/<int:post_id>/end/", views.end, name="staff_end"),
    path("<int:staff_id>/roles/<int:post_id>/cosigner/", views.cosigner, name="staff_cosigner"),
    path("<int:staff_id>/load/<int:site_id>/", views.load, name="staff_load"),
    path("<int:staff_id>/invite/", views.invite, name="staff_invite"),
    path("<int:staff_id>/close/", views.close, name="staff_close"),
    path("<int:staff_id>/anew/", views.anew, name="staff_anew"),
    path("<int:staff_id>/reopen/", views.reopen, name="staff_reopen"),
    path("outside/", outside.visitors, name="visitors"),
    path("outside/new/", outside.new, name="visitor_new"),
    path("outside/<int:visitor_id>/invite/", outside.invite, name="visitor_invite"),
    path("outside/<int:visitor_id>/close/", outside.close, name="visitor_close"),
    path("outside/<int:visitor_id>/reopen/", outside.reopen, name="visitor_reopen"),
]
