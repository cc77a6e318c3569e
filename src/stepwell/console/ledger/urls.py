"""Addresses of the ledger."""

from django.urls import path

from stepwell.console.ledger import views

urlpatterns = [path("", views.ledger, name="ledger")]
