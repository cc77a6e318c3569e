"""Addresses of the privacy desk."""

from django.urls import path

from stepwell.console.privacy import views

urlpatterns = [
    path("", views.desk, name="privacy"),
    path("new/", views.new, name="privacy_new"),
    path("requests/<uuid:privacy_id>/", views.one, name="privacy_request"),
    path("requests/<uuid:privacy_id>/step/", views.step, name="privacy_step"),
    path("requests/<uuid:privacy_id>/extend/", views.extend, name="privacy_extend"),
    path("requests/<uuid:privacy_id>/close/", views.close, name="privacy_close"),
]
