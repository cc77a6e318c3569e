"""Addresses of consents and of the exchange's settings."""

from django.urls import path

from stepwell.console.consents import exchange, letter, logins, signing, views, would

urlpatterns = [
    path("clients/<uuid:client_id>/consents/", views.consents, name="consents"),
    path("clients/<uuid:client_id>/consents/new/", signing.prepare, name="consent_new"),
    path("clients/<uuid:client_id>/consents/would/", would.would, name="consent_would"),
    path("consents/drafts/<uuid:draft_id>/", signing.sign, name="consent_sign"),
    path("consents/drafts/<uuid:draft_id>/here/", signing.here, name="consent_here"),
    path("consents/drafts/<uuid:draft_id>/paper/", signing.paper, name="consent_paper"),
    path("consents/drafts/<uuid:draft_id>/withdraw/", signing.withdraw, name="consent_withdraw"),
    path("consents/<int:consent_id>/", views.consent, name="consent"),
    path("consents/<int:consent_id>/revoke/", views.revoke, name="consent_revoke"),
    path("consents/<int:consent_id>/letter/", letter.letter, name="consent_letter"),
    path("consents/<int:named_id>/login/", logins.connect, name="consent_login"),
    path("consents/<int:named_id>/login/<int:login_id>/end/", logins.disconnect, name="consent_login_end"),
    path("settings/exchange/", exchange.recipients, name="exchange"),
    path("settings/exchange/<int:recipient_id>/token/", exchange.token, name="exchange_token"),
    path("settings/exchange/tokens/<int:token_id>/revoke/", exchange.revoke, name="exchange_revoke"),
    path("settings/exchange/<int:recipient_id>/agreement/", exchange.agreement, name="exchange_agreement"),
    path("settings/exchange/agreements/<int:agreement_id>/end/", exchange.end, name="exchange_agreement_end"),
]
