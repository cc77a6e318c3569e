"""What of instruments stands in a person's timeline: answered, and what a clinician said of an alarm."""

from django.db.models import QuerySet

from stepwell.domain.measures.models import Administration, AlarmReview, Asking, PutOff
from stepwell.domain.measures.permissions import VIEW_ANSWERS, visible_askings, visible_sheets
from stepwell.domain.measures.queries import titles_of_instruments
from stepwell.domain.people.happened import Row, Source
from stepwell.domain.people.models import Client
from stepwell.kernel.actor import Actor
from stepwell.kernel.happened import Happened, Kind

MEASURES = Kind("e", "Measures", "gauge")


def _finished(actor: Actor, client: Client) -> "QuerySet[Administration]":
    return Administration.objects.filter(visible_sheets(actor), client=client, completed_at__isnull=False)


def _title(row: Row) -> str:
    code: str = row.facts["code"]
    return titles_of_instruments().get(code, code)


def _answered(row: Row) -> Happened:
    total = str(row.facts["total"]) if row.facts["total"] is not None else ""
    flags = [flag["reason"] for flag in row.facts["flags"] if flag.get("severity") == "safety"]
    return row.told(
        _title(row),
        value=", ".join(part for part in (total, row.facts["band"]) if part),
        detail=" ".join(flags),
        tone="danger" if flags else "",
        leads_to=("measure", row.facts["code"]),
    )


def _askings(actor: Actor, client: Client) -> "QuerySet[Asking]":
    return Asking.objects.filter(visible_askings(actor), client=client)


def _asked(row: Row) -> Happened:
    return row.told(_title(row), value="asked on the phone", leads_to=("measure", row.facts["code"]))


def _put_offs(actor: Actor, client: Client) -> "QuerySet[PutOff]":
    return PutOff.objects.filter(asking__in=_askings(actor, client))


def _put_off(row: Row) -> Happened:
    return row.told(_title(row), value="not this time", author="the client", leads_to=("measure", row.facts["code"]))


def _reviews(actor: Actor, client: Client) -> "QuerySet[AlarmReview]":
    return AlarmReview.objects.filter(administration__in=_finished(actor, client))


def _reviewed(row: Row) -> Happened:
    value, words = "a clinician looked at the answer", row.facts["note"]
    return row.told(_title(row), value=value, detail=words, leads_to=("measure", row.facts["code"]))


_CODE = "instrument_code"
_SCORED = {"code": _CODE, "total": "total", "band": "band_label", "flags": "flags"}
_LOOKED = {"code": f"administration__{_CODE}", "note": "note"}
SOURCES = (
    Source("measure", MEASURES, VIEW_ANSWERS, _finished, "completed_at", _answered, "rater__name", _SCORED),
    Source("measure-asked", MEASURES, VIEW_ANSWERS, _askings, "asked_at", _asked, "asked_by__name", {"code": _CODE}),
    Source("measure-put-off", MEASURES, VIEW_ANSWERS, _put_offs, "at", _put_off, "", {"code": f"asking__{_CODE}"}),
    Source("measure-reviewed", MEASURES, VIEW_ANSWERS, _reviews, "at", _reviewed, "by__name", _LOOKED),
)
