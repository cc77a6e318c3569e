"""Address of undo."""

from django.urls import path

from stepwell.console.undo.views import undo

urlpatterns = [path("undo/", undo, name="undo")]
