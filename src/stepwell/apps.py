"""Where Django starts Stepwell: once every part is there, the wiring connects them."""

from django.apps import AppConfig


class StepwellConfig(AppConfig):
    """The composition root, as an app (it has no tables). Stands last among the installed ones."""

    name = "stepwell"
    label = "stepwell"

    def ready(self) -> None:
        """Connect what may not know each other, before the first request: middleware needs it then."""
        from stepwell.wiring import connect

        connect()
