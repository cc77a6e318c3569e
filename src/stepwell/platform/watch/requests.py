"""Counting requests: how many, how long, how they ended. By the view's name, never by address or by who asked.

Processes of one machine count together, in files of the folder that PROMETHEUS_MULTIPROC_DIR names; `stepwell serve`
empties it and names it. What lies under `/fhir/` goes a way of its own, before this, and isn't counted.
"""

import time
from collections.abc import Callable

from django.conf import settings
from django.core.exceptions import MiddlewareNotUsed
from django.http import HttpRequest, HttpResponseBase
from prometheus_client import CollectorRegistry, Histogram

Handler = Callable[[HttpRequest], HttpResponseBase]

OWN = CollectorRegistry()
SECONDS = Histogram(
    "stepwell_request_seconds",
    "How long requests took, by view and how they ended",
    ["view", "status"],
    buckets=(0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10),
    registry=OWN,
)


def count_requests(get_response: Handler) -> Handler:
    """Middleware. Not there at all where nobody collects metrics."""
    if not settings.METRICS_TOKEN:
        raise MiddlewareNotUsed

    def handle(request: HttpRequest) -> HttpResponseBase:
        began = time.perf_counter()
        response = get_response(request)
        took = time.perf_counter() - began
        match = request.resolver_match
        name = (match.view_name if match else "") or "none"
        SECONDS.labels(name, f"{response.status_code // 100}xx").observe(took)
        return response

    return handle
