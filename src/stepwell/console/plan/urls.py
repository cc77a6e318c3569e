"""Addresses of the plan: the whole of it, and each step of writing it in its place."""

from django.urls import path

from stepwell.console.plan import views

PLAN = "clients/<uuid:client_id>/plan/"

urlpatterns = [
    path(PLAN, views.plan, name="plan"),
    path(f"{PLAN}problem/", views.problem, name="plan_problem"),
    path(f"{PLAN}problems/<uuid:problem_id>/goal/", views.goal, name="plan_goal"),
    path(f"{PLAN}goals/<uuid:goal_id>/objective/", views.objective, name="plan_objective"),
    path(f"{PLAN}objectives/<uuid:objective_id>/intervention/", views.intervention, name="plan_intervention"),
    path(f"{PLAN}objectives/<uuid:objective_id>/correct/", views.correct, name="plan_correct"),
    path(f"{PLAN}objectives/<uuid:objective_id>/close/", views.close, name="plan_close"),
    path(f"{PLAN}interventions/<uuid:intervention_id>/group/", views.link, name="plan_link"),
    path(f"{PLAN}interventions/<uuid:intervention_id>/end/", views.end, name="plan_end"),
]
