"""Django's registration of the portal."""

from django.apps import AppConfig


class PortalConfig(AppConfig):
    """The portal, as an app (it has no tables)."""

    name = "stepwell.portal"
    label = "portal"
