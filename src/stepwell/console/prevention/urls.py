"""Addresses of prevention."""

from django.urls import path

from stepwell.console.prevention import review, skills, views

urlpatterns = [
    path("clients/<uuid:client_id>/prevention/", views.prevention, name="prevention"),
    path("use-reviews/<uuid:use_review_id>/", review.review, name="use_review"),
    path("use-reviews/changes/<int:change_id>/", review.change, name="use_review_change"),
    path("use-reviews/changes/<int:change_id>/made/", review.made, name="use_review_made"),
    path("settings/skills/", skills.choose, name="skills"),
    path("settings/skills/<int:site_id>/", skills.library, name="skill_words"),
    path("settings/skills/<int:site_id>/<str:skill_code>/", skills.words, name="skill_word"),
]
