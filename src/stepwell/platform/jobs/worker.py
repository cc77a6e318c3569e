"""The worker: takes jobs and does them until it is told to stop."""

from procrastinate.contrib.django import app
from procrastinate.contrib.django.django_connector import DjangoConnector


def run_worker() -> None:
    """Work in this process. On SIGTERM it takes no more and finishes what it has, for at most ten seconds."""
    connector = app.connector
    assert isinstance(connector, DjangoConnector)  # what procrastinate's Django app installs
    worker = app.with_connector(connector.get_worker_connector())
    worker.run_worker(concurrency=2, shutdown_graceful_timeout=10, delete_jobs="successful")
