"""Django's registration of this part."""

from django.apps import AppConfig


class ContactConfig(AppConfig):
    """Safe contact, as an app."""

    name = "stepwell.domain.contact"
    label = "contact"
