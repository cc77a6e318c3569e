"""Address of a client's login."""

from django.urls import path

from stepwell.console.logins.views import portal_login

urlpatterns = [path("clients/<uuid:client_id>/login/", portal_login, name="portal_login")]
