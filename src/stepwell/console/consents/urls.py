"""Addresses of consents and of the exchange's settings."""

from django.urls import path

from stepwell.console.consents import exchange, views

urlpatterns = [
    path("clients/<uuid:client_id>/consents/", views.consents, name="consents"),
    path("consents/<int:consent_id>/revoke/", views.revoke, name="consent_revoke"),
    path("settings/exchange/", exchange.recipients, name="exchange"),
    path("settings/exchange/<int:recipient_id>/token/", exchange.token, name="exchange_token"),
    path("settings/exchange/tokens/<int:token_id>/revoke/", exchange.revoke, name="exchange_revoke"),
]
