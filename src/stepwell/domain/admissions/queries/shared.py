"""Stays as a consent opens them: start, end and level, of those whose consent covers it."""

from collections.abc import Sequence
from uuid import UUID

from stepwell.domain.admissions.models import Episode
from stepwell.domain.consent.queries.opened import Opened
from stepwell.domain.consent.rules import ItemKind


def shared_stays(opened: Sequence[Opened]) -> dict[UUID, Episode]:
    """The latest stay of each of these clients. One query. What has been opened says whose, and nobody else's."""
    covered = [one.client.pk for one in opened if one.covers(ItemKind.TREATMENT)]
    found = Episode.objects.filter(client_id__in=covered).order_by("started_on", "pk")
    return {episode.client_id: episode for episode in found}
