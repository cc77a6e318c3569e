"""Drawing, in a worker."""

from datetime import datetime

from stepwell.platform.jobs.job import enqueue, job
from stepwell.platform.pictures.actions import draw_picture, throw_away_old


@job("pictures.draw")
def draw_one(*, key: str, now: datetime) -> None:
    """One picture. Its key is a hash and says nothing of anybody."""
    draw_picture(key=key, now=now)


@job("pictures.throw_away_old", cron="12 4 * * *")
def throw_away(*, now: datetime) -> None:
    """Each night."""
    throw_away_old(now=now)


def ask_for(key: str) -> None:
    """Ask a worker for one."""
    enqueue(draw_one, key=key)
