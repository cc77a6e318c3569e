"""One path per example page."""

from django.urls import path, re_path
from tools.gallery import views

urlpatterns = [path("", views.index, name="index"), re_path(r"^(?P<name>[a-z0-9-]+)/$", views.page, name="page")]
