"""What the rule of due questions asks of each stay: its days, its diagnoses, and what was finished in it.

It joins what the schedules (`measures`) don't know, so that there is one answer to when an instrument is due: who is
asked reads it, and so does the thread.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import F, Max, QuerySet

from stepwell.domain.admissions.models import Episode
from stepwell.domain.assessment.models import Assessment, Diagnosis
from stepwell.domain.measures.models import Administration
from stepwell.domain.measures.rules.schedules import COUNTS_BEFORE, Audience, Schedule, Stay
from stepwell.domain.planreview.queries import clocks_for
from stepwell.kernel.actor import system
from stepwell.kernel.clock import day_at

_SYSTEM = system("measuring")


def stays_to_measure(episodes: Mapping[UUID, Episode], schedules: Sequence[Schedule]) -> dict[UUID, Stay]:
    """By client, of stays that the actor has found, each with its `client` and its track's site. Seven queries at most:
    reviews and diagnoses are read where a schedule asks for them.
    """
    at_review = any(one.at_review for each in schedules for one in each.editions)
    clocks = clocks_for(_SYSTEM, [*episodes.values()]) if at_review else {}
    by_code = any(each.condition.audience is Audience.DIAGNOSIS for each in schedules)
    diagnoses = _diagnoses(episodes) if by_code else {}
    done: dict[UUID, dict[str, date]] = {}
    highest: dict[UUID, dict[str, int]] = {}
    zones = {pk: ZoneInfo(one.track.site.zone) for pk, one in episodes.items()}
    for client_id, code, last, most in _finished(episodes):
        done.setdefault(client_id, {})[code] = day_at(last, zones[client_id])
        if most is not None:
            highest.setdefault(client_id, {})[code] = most
    return {
        pk: Stay(
            started_on=one.started_on,
            planned_end_on=one.planned_end_on,
            track_id=one.track_id,
            review_on=clocks[one.pk].review_on if at_review else None,
            diagnoses=frozenset(diagnoses.get(pk, ())),
            done=done.get(pk, {}),
            highest=highest.get(pk, {}),
        )
        for pk, one in episodes.items()
    }


def _finished(client_ids: Iterable[UUID]) -> QuerySet[Administration, Any]:
    """Per person and instrument, of the stay and what counts for its start: when it was finished last, and its highest
    total.
    """
    counts_from = F("client__episodes__started_on") - COUNTS_BEFORE
    sheets = Administration.objects.filter(
        client_id__in=[*client_ids], client__episodes__ended_on__isnull=True, completed_at__gte=counts_from
    )
    grouped = sheets.values("client_id", "instrument_code").annotate(last=Max("completed_at"), most=Max("total"))
    return grouped.order_by().values_list("client_id", "instrument_code", "last", "most")


def _diagnoses(client_ids: Iterable[UUID]) -> dict[UUID, set[str]]:
    """The codes of each one's latest signed assessment."""
    signed = Assessment.objects.filter(client_id__in=[*client_ids], signed_at__isnull=False)
    latest = signed.order_by("client_id", "-signed_at").distinct("client_id").values("pk")
    found: dict[UUID, set[str]] = {}
    rows = Diagnosis.objects.filter(assessment__in=latest)
    for client_id, code in rows.values_list("assessment__client_id", "code"):
        found.setdefault(client_id, set()).add(code)
    return found
