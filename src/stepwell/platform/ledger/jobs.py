"""Sealing by the clock. Runs outside `@job`: what it writes lies outside the database, and twice does no harm."""

from django.conf import settings
from procrastinate.contrib.django import app

from stepwell.kernel import clock
from stepwell.platform.ledger.verify import seal


@app.periodic(cron="5 * * * *")
@app.task(name="ledger.seal", queueing_lock="ledger.seal")
def seal_heads(timestamp: int) -> None:
    """Seal all chain heads, each hour."""
    seal(settings.DATA_FOLDER / "seals", now=clock.now())
