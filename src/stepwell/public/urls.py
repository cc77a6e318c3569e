"""Addresses of the public pages. Never with anything about anybody in them."""

from django.urls import path

from stepwell.public import pages
from stepwell.public.about.views import about, preview
from stepwell.public.ask import views as asking
from stepwell.public.cost.views import cost
from stepwell.public.fit.views import fit
from stepwell.public.refer import views as referring

urlpatterns = [
    path("is-iop-right/", fit, name="fit"),
    path("ask/", asking.ask, name="ask"),
    path("ask/sent/", asking.sent, name="ask_sent"),
    path("about/", about, name="about"),
    path("preview/<int:site_id>/<int:number>/", preview, name="public_preview"),
    path("refer/", referring.refer, name="refer"),
    path("refer/sent/", referring.sent, name="refer_sent"),
    path("cost/", cost, name="cost"),
    path("talk-to-someone/", pages.talk, name="talk"),
    path("what-to-expect/", pages.expect, name="expect"),
    path("help-now/", pages.help_now, name="help_now"),
    path("exit/", pages.leave, name="leave"),
]
