"""Addresses of reviews of access."""

from django.urls import path

from stepwell.console.access_review import views

urlpatterns = [
    path("", views.reviews, name="access_reviews"),
    path("<int:review_id>/", views.review, name="access_review"),
    path("<int:review_id>/lines/<int:line_id>/", views.decide, name="access_decide"),
    path("<int:review_id>/sign/", views.sign, name="access_sign"),
]
