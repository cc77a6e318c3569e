"""What a copy of a site is: its tables in order, and what becomes of each column. Read from the models.

A relation is followed to the copied row, an id is new, and plain values stay. What can't be seen in the models (an id
in a text, a value that may be there once) stands in `TOLD`; a column that needs a word and has none is refused, so
that a part that is new here is never left out in silence.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from graphlib import TopologicalSorter
from typing import Any

from django.apps import apps
from django.db import models

from stepwell.kernel.errors import refuse

# Not the program's: of one machine, one browser, one login or one moment. A token that opens a door to an outside
# system and a message under way are made once, never twice. The ledger has a way of its own (`copying.ledger`).
LEFT_OUT = (
    "contenttypes.", "sessions.", "auth.", "procrastinate.", "jobs.", "ledger.", "account.", "mfa.", "socialaccount.",
    "usersessions.", "accounts.SignInLink", "notify.", "consent.Token", "presence.", "pictures.", "feeds.", "planner.",
    "checkins.CheckInLink", "safety.Page", "week.SessionWord",
)  # fmt: skip
# How rows that hang on no site by a relation of their own are found from one.
PATHS = {
    "people.Site": ("pk",),
    "people.Staff": ("posts__site",),
    "accounts.User": ("staff__posts__site", "client__site", "visitor__site"),
}
# A decided placement takes no rating any more and a signed assessment no part: they come first, and their reference
# is checked at the end.
FIRST = ("admissions.PlacementRating", "assessment.Diagnosis", "assessment.TakenItem")


class Way(Enum):
    """What becomes of a column's value."""

    KEPT = "as it is"
    OWN = "a new id"
    REFERENCE = "the id of the copied row"
    UUIDS = "every uuid in it is that of the copied row"
    STAFF = "every number in it is that of the copied staff member"
    HASHED = "a hash over ids of the copy, see `copying.people`"
    MADE_UP = "made up anew, see `copying.people`"


TOLD: dict[str, Way] = {
    "accounts.User.email": Way.MADE_UP,
    "admissions.Referral.fingerprint": Way.KEPT,  # once per site
    "admissions.Referral.person": Way.KEPT,  # as it was sent
    "admissions.Referral.unplaced": Way.KEPT,
    "admissions.ReferredItem.codings": Way.KEPT,
    "admissions.ReferredItem.detail": Way.KEPT,
    "assessment.Assessment.content": Way.KEPT,
    "checkins.CheckIn.key": Way.KEPT,  # once per client
    "consent.Consent.said": Way.KEPT,  # as it was read
    "library.Library.words": Way.KEPT,
    "measures.Administration.answers": Way.KEPT,
    "measures.Administration.answered_by": Way.STAFF,
    "measures.Administration.flags": Way.KEPT,
    "measures.Administration.parts": Way.KEPT,
    "orientation.Orientation.said": Way.KEPT,  # as it was read
    "orientation.Packet.words": Way.KEPT,
    "people.Client.family_name": Way.MADE_UP,
    "people.Client.find_words": Way.MADE_UP,
    "people.Client.given_names": Way.MADE_UP,
    "people.Client.phone": Way.MADE_UP,
    "people.Client.sort_key": Way.MADE_UP,
    "people.Site.name": Way.MADE_UP,
    "people.Staff.name": Way.MADE_UP,
    "planreview.PlanSignature.signed_as": Way.MADE_UP,
    "planreview.PlanSignature.witness": Way.MADE_UP,
    "planreview.PlanVersion.mark": Way.HASHED,  # of what it says
    "planreview.PlanVersion.said": Way.UUIDS,
    "planreview.PlanVersion.signed_as": Way.MADE_UP,
    "prevention.OutsideMeeting.key": Way.KEPT,  # once per client
    "prevention.PreventionPlan.content": Way.KEPT,
    "prevention.SkillUse.key": Way.KEPT,  # once per client
    "safety.SafetyEvent.key": Way.KEPT,  # once per client
    "team.MeetingItem.reasons": Way.KEPT,
    "week.Note.company": Way.KEPT,  # names of nobody's login
    "week.Note.not_names": Way.KEPT,
    "week.Note.sections": Way.KEPT,
    "week.Note.shared": Way.KEPT,
    "week.Note.signed_as": Way.MADE_UP,
    "week.Session.shared_not_names": Way.KEPT,
    "worklist.Task.kind": Way.KEPT,  # once with its subject
    "worklist.Task.reason": Way.MADE_UP,
    "worklist.Task.subject_id": Way.UUIDS,
}
_PLAIN = (
    models.BooleanField,
    models.CharField,
    models.TextField,
    models.DateField,
    models.TimeField,
    models.IntegerField,
    models.DurationField,
    models.DecimalField,
)


@dataclass(frozen=True, slots=True)
class Column:
    """One column, what becomes of it, and the table that it refers to."""

    name: str
    way: Way
    target: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """One model as it is copied. `paths` lead from it to its site."""

    label: str
    model: type[models.Model]
    columns: tuple[Column, ...]
    paths: tuple[str, ...]

    @property
    def numbered(self) -> bool:
        """The database counts its rows."""
        return isinstance(self.model._meta.pk, models.AutoField)

    @property
    def key(self) -> int:
        """Where the row's own id stands."""
        assert self.model._meta.pk is not None  # every model has one
        return self.place(_column(self.model._meta.pk))

    def place(self, name: str) -> int:
        """Where a column stands in a row."""
        return [column.name for column in self.columns].index(name)


def tables() -> tuple[Table, ...]:
    """Every table that is copied; what is referred to comes first. Refuses what nothing is known about."""
    found = {model._meta.label: model for model in apps.get_models(include_auto_created=True) if _is_copied(model)}
    order = TopologicalSorter(
        {label: set(_targets(model)) & (found.keys() - {label}) for label, model in found.items()}
    )
    labels = [*FIRST, *(label for label in order.static_order() if label not in FIRST)]
    return tuple(
        Table(label, found[label], tuple(_columns(found[label])), _paths(found[label], frozenset())) for label in labels
    )


def _is_copied(model: type[models.Model]) -> bool:
    return model._meta.managed and not model._meta.proxy and not model._meta.label.startswith(LEFT_OUT)


def _targets(model: type[models.Model]) -> Iterator[str]:
    for field in model._meta.concrete_fields:
        if isinstance(field, models.ForeignKey):
            yield field.related_model._meta.label


def _columns(model: type[models.Model]) -> Iterator[Column]:
    alone = _alone(model)
    for field in model._meta.concrete_fields:
        label, column = f"{model._meta.label}.{field.name}", _column(field)
        if isinstance(field, models.ForeignKey):
            target = field.related_model
            way = Way.REFERENCE if _is_copied(target) else Way.KEPT
            yield Column(column, way, target._meta.label)
        elif field.primary_key and isinstance(field, models.AutoField | models.UUIDField):
            yield Column(column, Way.OWN, model._meta.label)
        elif label in TOLD:
            yield Column(column, TOLD[label])
        elif _is_plain(field) and field.name not in alone and not field.unique:
            yield Column(column, Way.KEPT)
        else:
            raise refuse(
                f"The copier doesn't know what becomes of {label}.",
                mend="Say it in stepwell/simulate/copying/shape.py: TOLD, or LEFT_OUT for the whole part.",
            )


def _column(field: "models.Field[Any, Any]") -> str:
    assert field.column is not None  # concrete fields have one
    return field.column


def _is_plain(field: "models.Field[Any, Any]") -> bool:
    base = getattr(field, "base_field", None)
    plain = isinstance(field, _PLAIN) or (base is not None and isinstance(base, _PLAIN))
    return plain and not field.name.endswith(("_id", "_key"))


def _alone(model: type[models.Model]) -> set[str]:
    """Columns that have to differ from every other row's, whoever's they are."""
    found: set[str] = set()
    relations = {field.name for field in model._meta.concrete_fields if field.is_relation}
    for constraint in model._meta.constraints:
        if isinstance(constraint, models.UniqueConstraint) and not relations & {*constraint.fields}:
            found |= {*constraint.fields}
    return found


def _paths(model: type[models.Model], seen: frozenset[str]) -> tuple[str, ...]:
    """From a row to its site: told, or along the relations that are always there."""
    label = model._meta.label
    if label in PATHS:
        return PATHS[label]
    found: list[tuple[str, ...]] = []
    for field in model._meta.concrete_fields:
        if not isinstance(field, models.ForeignKey) or field.null or field.related_model._meta.label in seen | {label}:
            continue
        target = field.related_model
        ahead = ("",) if target._meta.label == "people.Site" else _paths_or_none(target, seen | {label})
        if ahead:
            found.append(tuple(f"{field.name}__{path}".removesuffix("__").removesuffix("__pk") for path in ahead))
    if not found:
        if seen:
            return ()
        raise refuse(
            f"The copier doesn't know which site a row of {label} belongs to.",
            mend="Say it in stepwell/simulate/copying/shape.py: PATHS, or LEFT_OUT for the whole part.",
        )
    return min(found, key=lambda paths: (len(paths), paths[0].count("__"), paths))


def _paths_or_none(model: type[models.Model], seen: frozenset[str]) -> tuple[str, ...]:
    return _paths(model, seen) if _is_copied(model) else ()
