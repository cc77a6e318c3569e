"""Addresses of the visitors' pages. They name nobody: what is shown depends on who has logged in."""

from django.urls import path

from stepwell.kernel.actor import Outside
from stepwell.visitors.views import shared, still

urlpatterns = [
    path("family/shared/", shared, {"whose": Outside.FAMILY}, name="family_shared"),
    path("referrer/shared/", shared, {"whose": Outside.REFERRER}, name="referrer_shared"),
    path("shared/still/", still, name="shared_still"),
]
