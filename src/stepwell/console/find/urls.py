"""Address of quick-find."""

from django.urls import path

from stepwell.console.find.views import find

urlpatterns = [path("find/", find, name="find")]
