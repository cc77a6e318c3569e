"""The address of the page about one's calendar."""

from django.urls import path

from stepwell.console.calendar import views

urlpatterns = [path("calendar/", views.calendar, name="staff_calendar")]
