"""The address of a feed."""

from django.urls import path

from stepwell.api.calendar import views

urlpatterns = [path("<str:token>.ics", views.feed, name="calendar_feed")]
