"""Django's registration of plan reviews."""

from django.apps import AppConfig


class PlanReviewConfig(AppConfig):
    """Versions, signatures and review clocks of plans, as an app."""

    name = "stepwell.domain.planreview"
    label = "planreview"
