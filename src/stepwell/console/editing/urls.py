"""The one address that a page with forms asks."""

from django.urls import path

from stepwell.console.editing import views

urlpatterns = [path("editing/<str:page_kind>/<uuid:thing_id>/", views.editing, name="editing")]
