"""People's own sessions for tests: one to one, and with family whom a consent names."""

from dataclasses import replace
from datetime import date, time, timedelta
from typing import Any

from stepwell.domain.consent.rules import ItemKind, Purpose, RecipientKind
from tests.cast import NOW, TODAY, World
from tests.clinic import Clinic
from tests.exchange import prepared, read_of

WEDNESDAY = date(2026, 10, 7)


def own_service(world: World, kind: str = "individual", name: str = "") -> Any:
    """A kind of hour that isn't a group's."""
    from stepwell.domain.catalog.actions import add_service

    names = {"individual": "Individual counseling", "family": "Family session", "other": "Case management"}
    return add_service(
        actor=world.actor("director"), site=world.site, name=name or names[kind], kind=kind, counts=kind != "other"
    )


def plan(clinic: Clinic, service: Any, who: str = "counselor", *, person: int = 0, **change: Any) -> Any:
    """An hour every Wednesday at ten with the counselor, until the stay ends, or as the changes say."""
    from stepwell.domain.week.actions import plan_own

    usual = {
        "client_id": clinic.clients[person].pk if clinic.clients else clinic.world.client.pk,
        "service_id": service.pk,
        "leader_id": clinic.world.staff["counselor"].pk,
        "place_id": clinic.other_place.pk,
        "first_on": WEDNESDAY,
        "starts_at_time": time(10, 0),
        "minutes": 60,
        "weeks": 52,
        "now": NOW,
    }
    return plan_own(actor=clinic.world.actor(who), **{**usual, **change})


def relative(world: World, client: Any, name: str = "Rita Reyes", *, consents: bool = True) -> Any:
    """Somebody of the client's family, whom a consent on paper names for sixty days, or none does."""
    from stepwell.domain.consent.actions.signing import prepare_consent, record_paper
    from stepwell.domain.consent.models import Recipient

    if not consents:
        kind = RecipientKind.FAMILY.value
        return Recipient.objects.create(site=world.site, name=name, kind=kind, client=client, created_at=NOW)
    chosen = prepared(None, form="family", person=name, purposes=[Purpose.REQUEST], kinds=[ItemKind.IDENTITY])
    chosen = replace(chosen, until_on=TODAY + timedelta(days=60), until_event="")
    who = {"actor": world.actor("counselor"), "now": NOW}
    draft = prepare_consent(client_id=client.pk, prepared=chosen, **who)
    record_paper(draft_id=draft.pk, signed_on=TODAY, witness="Bea Lund", read=read_of(draft.pk), **who)
    return Recipient.objects.get(client=client, name=name)


def own_ids(clinic: Clinic) -> dict[str, Any]:
    """The world's client has sessions with family ahead, and a contact that runs now."""
    from stepwell.domain.week.models import Booking

    world, asked = clinic.world, {"leader_id": clinic.world.staff["case manager"].pk}
    family = plan(
        clinic, own_service(world, "family"), first_on=date(2026, 10, 10), starts_at_time=time(14, 0), weeks=4, **asked
    )
    contact = own_service(world, "other")
    early = {"first_on": TODAY, "starts_at_time": time(8, 40), "minutes": 25, "now": NOW - timedelta(hours=1)}
    runs = plan(clinic, contact, weeks=None, **early, **asked)
    return {"own_series_id": family.pk, "booking_id": Booking.objects.get(session__series=runs).pk}


def own_bodies(clinic: Clinic) -> dict[str, list[dict[str, Any]]]:
    """What the doors of own sessions and of the desk take."""
    from stepwell.domain.catalog.models import Service
    from stepwell.domain.consent.models import Recipient

    world = clinic.world
    service = Service.objects.filter(site=world.site, kind="family").first()
    people = Recipient.objects.filter(client=world.client).values_list("pk", flat=True)
    wanted = {"service": service.pk if service else "", "leader": world.staff["case manager"].pk, "minutes": "50"}
    when = {"first_on": "2026-10-09", "starts_at_time": "07:00", "place": clinic.other_place.pk}
    return {
        "own_new": [{**wanted, **when, "how_often": often} for often in ("weekly", "once")],
        "own_end": [{"ends_on": "2026-10-20"}],
        "own_family": [{"family": [*people]}],
        "arrived": [{}],
    }
