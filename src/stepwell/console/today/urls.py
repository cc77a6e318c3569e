"""Addresses of Today."""

from django.urls import path

from stepwell.console.today import views

urlpatterns = [path("today/", views.today, name="today")]
