"""Who acts and on what: the same people and sessions at every size, picked from the program that was simulated."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Count, Q

from stepwell.domain.careplan.models import Objective
from stepwell.domain.people.models import Client, Phase, Post, Site
from stepwell.domain.week.models import Booking, Note, Session
from stepwell.kernel import clock
from stepwell.kernel.actor import Role
from stepwell.platform.accounts.models import User


@dataclass(frozen=True, slots=True)
class OpenNote:
    """A draft that can be signed."""

    id: UUID
    session: UUID
    leader: int
    objective: UUID | None
    revision: int


@dataclass(frozen=True, slots=True)
class Scene:
    """Ids alone; the numbers are ids of accounts."""

    run: str
    site: int
    director: int
    admissions: int
    leader: int
    clients: tuple[UUID, ...]
    names: tuple[str, ...]
    portals: tuple[int, ...]
    session: UUID
    session_starts: datetime
    seats: tuple[UUID, ...]
    notes: tuple[OpenNote, ...]
    known_to_payer: tuple[UUID, ...]
    week_on: date
    rows: int


def pick(run: str, now: datetime) -> Scene:
    """The first site's: it is there, unchanged, at every size."""
    site = Site.objects.order_by("pk")[0]
    treated = Client.objects.filter(site=site, phase=Phase.IN_TREATMENT).order_by("sort_key", "pk")
    session = _latest_session(site, now)
    bookings = session.bookings.filter(canceled_at__isnull=True).order_by("client_id")
    return Scene(
        run=run,
        site=site.pk,
        director=_account_with(site, Role.DIRECTOR),
        admissions=_account_with(site, Role.ADMISSIONS),
        leader=session.leader.account_id,
        clients=tuple(treated.values_list("pk", flat=True)[:20]),
        names=tuple(treated.values_list("family_name", flat=True)[:20]),
        portals=tuple(treated.exclude(account=None).values_list("account_id", flat=True)[:20]),
        session=session.pk,
        session_starts=session.starts_at.astimezone(ZoneInfo(site.zone)),
        seats=tuple(bookings.values_list("client_id", flat=True)),
        notes=tuple(_open_notes(site)),
        known_to_payer=tuple(treated.filter(consents__isnull=False).values_list("pk", flat=True).distinct()[:200]),
        week_on=session.on,
        rows=Booking.objects.count(),
    )


def director() -> int:
    """The account of the first site's."""
    return _account_with(Site.objects.order_by("pk")[0], Role.DIRECTOR)


def admissions() -> int:
    """The account of whoever takes in referrals at the first site."""
    return _account_with(Site.objects.order_by("pk")[0], Role.ADMISSIONS)


def account(account_id: int) -> Any:
    """The account itself, to log in with."""
    return User.objects.get(pk=account_id)


def now() -> datetime:
    """The machine's clock, as the simulated program has it."""
    return clock.now()


def _account_with(site: Site, role: Role) -> int:
    post = Post.objects.filter(site=site, role=role.value, ended_on__isnull=True).select_related("staff").order_by("pk")
    return int(post[0].staff.account_id)


def _latest_session(site: Site, now: datetime) -> Session:
    """The fullest of the last sessions that are over."""
    over = Session.objects.filter(site=site, ends_at__lt=now, canceled_at__isnull=True).select_related("leader")
    seated = over.annotate(seats=Count("bookings", filter=Q(bookings__canceled_at__isnull=True)))
    return max(seated.order_by("-starts_at")[:20], key=lambda one: one.seats)


def _open_notes(site: Site) -> list[OpenNote]:
    """Drafts that wait for their signature, each with an objective of the person's plan."""
    unsigned = Note.objects.filter(booking__session__site=site, signed_at__isnull=True)
    notes = unsigned.select_related("booking__session__leader").order_by("pk")[:40]
    clients = {note.booking.client_id for note in notes}
    of_client = Objective.objects.filter(
        goal__problem__client_id__in=clients, goal__problem__episode__ended_on__isnull=True, closed_at__isnull=True
    ).order_by("-number")
    objectives = dict(of_client.values_list("goal__problem__client_id", "pk"))
    return [
        OpenNote(
            note.pk,
            note.booking.session_id,
            note.booking.session.leader.account_id,
            objectives[note.booking.client_id],
            note.revision,
        )
        for note in notes
        if note.booking.client_id in objectives
    ]
