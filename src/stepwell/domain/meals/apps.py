"""Django's registration of meals."""

from django.apps import AppConfig


class MealsConfig(AppConfig):
    """Diets and meals, as an app."""

    name = "stepwell.domain.meals"
    label = "meals"
