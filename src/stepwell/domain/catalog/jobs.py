"""The catalog's nightly work: what a track prescribes, where its day changes today."""

from datetime import datetime

from stepwell.domain.catalog.actions import bring_up
from stepwell.kernel.actor import system
from stepwell.platform.jobs.job import job


@job("catalog.bring_tracks_up", cron="13 9 * * *")
def bring_tracks_up(*, now: datetime) -> None:
    """09:13 UTC is after midnight and before the first start anywhere in the United States."""
    bring_up(actor=system("jobs"), now=now)
