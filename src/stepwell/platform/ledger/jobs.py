"""Sealing by the clock. Runs outside `@job`: what it writes lies outside the database, and twice does no harm."""

from contextlib import suppress
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from stepwell.kernel import clock
from stepwell.platform.ledger.verify import last_sealed_at, seal


@app.periodic(cron="5 * * * *")
@app.task(name="ledger.seal", queueing_lock="ledger.seal")
def seal_heads(timestamp: int) -> None:
    """Seal all chain heads, each hour."""
    seal(settings.DATA_FOLDER / "seals", now=clock.now())


def seal_after_a_pause(now: datetime) -> bool:
    """Ask for a seal as a worker starts, where it was down when one was due. Returns whether it asked."""
    last = last_sealed_at(settings.DATA_FOLDER / "seals")
    if last is not None and now - last < timedelta(hours=1):
        return False
    with suppress(AlreadyEnqueued), transaction.atomic():
        app.configure_task("ledger.seal", queueing_lock="ledger.seal").defer(timestamp=int(now.timestamp()))
    return True
