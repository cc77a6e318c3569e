"""Addresses of the plan: the whole of it, and each step of writing it in its place."""

from django.urls import path

from stepwell.console.plan import basis, closing, correcting, library, protocol, review, views

PLAN = "clients/<uuid:client_id>/plan/"

urlpatterns = [
    path(PLAN, views.plan, name="plan"),
    path(f"{PLAN}problem/", views.problem, name="plan_problem"),
    path(f"{PLAN}problems/<uuid:problem_id>/goal/", views.goal, name="plan_goal"),
    path(f"{PLAN}problems/<uuid:problem_id>/correct/", correcting.problem, name="plan_correct_problem"),
    path(f"{PLAN}problems/<uuid:problem_id>/close/", closing.problem, name="plan_close_problem"),
    path(f"{PLAN}goals/<uuid:goal_id>/correct/", correcting.goal, name="plan_correct_goal"),
    path(f"{PLAN}goals/<uuid:goal_id>/close/", closing.goal, name="plan_close_goal"),
    path(f"{PLAN}basis/", basis.basis, name="plan_basis"),
    path(f"{PLAN}goals/<uuid:goal_id>/objective/", views.objective, name="plan_objective"),
    path(f"{PLAN}objectives/<uuid:objective_id>/intervention/", views.intervention, name="plan_intervention"),
    path(f"{PLAN}objectives/<uuid:objective_id>/correct/", correcting.objective, name="plan_correct"),
    path(f"{PLAN}objectives/<uuid:objective_id>/close/", closing.objective, name="plan_close"),
    path(f"{PLAN}interventions/<uuid:intervention_id>/group/", views.link, name="plan_link"),
    path(f"{PLAN}interventions/<uuid:intervention_id>/end/", views.end, name="plan_end"),
    path(f"{PLAN}review/", review.review, name="plan_review"),
    path(f"{PLAN}versions/<uuid:version_id>/", review.version, name="plan_version"),
    path(f"{PLAN}versions/<uuid:version_id>/here/", review.here, name="plan_version_here"),
    path(f"{PLAN}versions/<uuid:version_id>/paper/", review.paper, name="plan_version_paper"),
    path("settings/plan-reviews/", protocol.plan_reviews, name="plan_reviews"),
    path("settings/starting-points/", library.choose, name="libraries"),
    path("settings/starting-points/<int:site_id>/", library.words, name="library"),
]
