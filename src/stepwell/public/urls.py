"""Addresses of the public pages. Never with anything about anybody in them."""

from django.urls import path

from stepwell.public import pages
from stepwell.public.ask import views as asking
from stepwell.public.fit.views import fit

urlpatterns = [
    path("is-iop-right/", fit, name="fit"),
    path("ask/", asking.ask, name="ask"),
    path("ask/sent/", asking.sent, name="ask_sent"),
    path("talk-to-someone/", pages.talk, name="talk"),
    path("what-to-expect/", pages.expect, name="expect"),
    path("help-now/", pages.help_now, name="help_now"),
    path("exit/", pages.leave, name="leave"),
]
