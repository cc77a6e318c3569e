"""Addresses of authorizations."""

from django.urls import path

from stepwell.console.authorizations import views

urlpatterns = [
    path("authorizations/", views.authorizations, name="authorizations"),
    path("clients/<uuid:client_id>/authorizations/", views.client_authorizations, name="client_authorizations"),
    path("clients/<uuid:client_id>/authorizations/<uuid:authorization_id>/", views.authorization, name="authorization"),
]
