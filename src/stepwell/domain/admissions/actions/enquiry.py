"""Opening an enquiry: somebody asked, and is owed an answer."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

from stepwell.domain.admissions.actions.steps import ANSWER
from stepwell.domain.admissions.models import Enquiry, Referral, Source
from stepwell.domain.admissions.permissions import WORK_ENQUIRY
from stepwell.domain.admissions.queries.protocol import protocols
from stepwell.domain.admissions.queries.referral import Candidate
from stepwell.domain.admissions.rules.stages import Stage
from stepwell.domain.people.actions import change_phase, register_client
from stepwell.domain.people.models import Client, Phase, Site
from stepwell.domain.people.queries import look_alikes
from stepwell.domain.people.rules import Identity
from stepwell.domain.worklist.actions import raise_task
from stepwell.kernel.actor import Actor
from stepwell.kernel.clock import day_at
from stepwell.kernel.errors import NotFound, Refusal, Refused, refuse
from stepwell.platform.access.permission import require
from stepwell.platform.ledger.unit import action, record

COLUMNS = ("family_name", "given_names", "preferred_name", "pronouns", "birth_on", "phone", "language")


@dataclass(frozen=True, slots=True)
class Arrival:
    """What came of a referral or a call.

    Without an enquiry it `needs_match`: a person says whether it is one of `candidates`. `is_repeat`: it was here.
    """

    referral: Referral | None
    enquiry: Enquiry | None
    needs_match: bool = False
    is_repeat: bool = False
    candidates: tuple[Candidate, ...] = ()


@action
def open_enquiry(
    *,
    actor: Actor,
    site: Site,
    details: Mapping[str, object],
    now: datetime,
    source: Source = Source.PHONE,
    source_name: str = "",
    key: UUID | None = None,
    same_as: UUID | None = None,
    is_new: bool = False,
) -> Arrival:
    """Somebody called. `details` are `COLUMNS` of the client; the same `key` is the same call, however often sent.

    Where others look like the caller nothing is saved, and the arrival names them, until `same_as` or `is_new` says.
    """
    require_desk(actor, site)
    known = _checked(details, source_name, day_at(now, ZoneInfo(site.zone)))
    take_turn(site)
    if key and (sent := Enquiry.objects.filter(pk=key).select_related("client__site").first()):
        if sent.site_id == site.pk:
            return Arrival(None, sent, is_repeat=True)
        key = None  # another site's: a key says nothing about what this actor may see, and makes no second row of it
    candidates = () if is_new else _like_caller(actor, site, known)
    if same_as:
        client = chosen_of(candidates, same_as)
    elif candidates:
        return Arrival(None, None, needs_match=True, candidates=candidates)
    else:
        client = register_client(actor=actor, site=site, details=known, identifiers=(), now=now)
    enquiry = open_for(actor=actor, client=client, source=source, source_name=source_name, now=now, key=key)
    return Arrival(None, enquiry)


def require_desk(actor: Actor, site: Site) -> None:
    """Go on only if the actor takes in enquiries at this very site."""
    require(actor, WORK_ENQUIRY)
    if site.pk not in actor.sites_for(WORK_ENQUIRY):
        raise refuse("You have no post at this site.", "site", "Choose one of your own sites.")


def take_turn(site: Site) -> None:
    """Arrivals at one site go one after the other: of two at once, the second finds the person of the first."""
    Site.objects.select_for_update(no_key=True).get(pk=site.pk)


def chosen_of(candidates: tuple[Candidate, ...], client_id: UUID) -> Client:
    """The one that was chosen among those that were asked about, and nobody else."""
    for candidate in candidates:
        if candidate.client.pk == client_id:
            return candidate.client
    raise NotFound("client", client_id if Client.objects.filter(pk=client_id).exists() else None)


def open_for(
    *,
    actor: Actor,
    client: Client,
    source: Source,
    now: datetime,
    source_name: str = "",
    says_died: bool = False,
    key: UUID | None = None,
    is_new: bool = False,
) -> Enquiry:
    """The client's open enquiry, or a new one. Called within an action that has the site's turn.

    `is_new`: the client was registered in that action, and can have none.
    """
    known = Enquiry.objects.filter(client=client, started_at__isnull=True, closed_at__isnull=True)
    enquiry = None if is_new else known.first()
    if enquiry is not None:
        return enquiry
    enquiry = Enquiry.objects.create(
        id=key or uuid4(),
        site_id=client.site_id,
        client=client,
        source=source,
        source_name=source_name.strip(),
        owner_id=actor.staff_id,
        received_at=now,
    )
    record(
        actor, "enquiry.opened", client_id=client.pk, subject=("enquiry", enquiry.pk), detail={"source": source.value}
    )
    if client.phase == Phase.LEFT:
        change_phase(actor=actor, client=client, phase=Phase.ENQUIRING)
    raise_task(
        actor=actor,
        site=client.site,
        client=client,
        # nobody's: whoever of admissions is there answers, also when the one who took it in has gone home
        owner=None,
        kind=ANSWER,
        subject_id=enquiry.pk,
        title="New enquiry",
        reason=_reason(source, client, says_died),
        due_at=protocols(actor, [client.site_id])[client.site_id].due_at(Stage.ENQUIRY, now) or now,
        now=now,
        is_first=True,
    )
    return enquiry


def _reason(source: Source, client: Client, says_died: bool) -> str:
    came = f"Came by {source.value}."
    if says_died:
        return f"{came} It says that this person has died: ask the sender before anybody calls."
    if client.phase == Phase.IN_TREATMENT:
        return f"{came} This person is in treatment already."
    return f"{came} Screening is next."


def _checked(details: Mapping[str, object], source_name: str, today: date) -> dict[str, object]:
    """The details with outer spaces gone. Raises Refused, with every field that can't be kept."""
    if unknown := set(details) - set(COLUMNS):
        raise ValueError(f"not details of a caller: {sorted(unknown)}")
    known = {name: value.strip() if isinstance(value, str) else value for name, value in details.items()}
    refusals = []
    if not known.get("family_name") and not known.get("given_names"):
        refusals.append(Refusal("There is no name.", "given_names", "Write what the person is called."))
    for name, text in {**known, "source_name": source_name}.items():
        model = Enquiry if name == "source_name" else Client
        length = getattr(model._meta.get_field(name), "max_length", None)
        if isinstance(text, str) and length and len(text) > length:
            refusals.append(Refusal(f"This is longer than {length} characters.", name, "Shorten it."))
        if isinstance(text, str) and "\0" in text:
            refusals.append(Refusal("This holds a character that isn't text.", name, "Type it again."))
    born = known.get("birth_on")
    if isinstance(born, date) and born > today:
        refusals.append(Refusal("This birth date is still to come.", "birth_on", "Check the year."))
    if refusals:
        raise Refused(*refusals)
    return known


def _like_caller(actor: Actor, site: Site, known: Mapping[str, object]) -> tuple[Candidate, ...]:
    born = known.get("birth_on")
    caller = Identity(
        None,
        str(known.get("family_name", "")),
        str(known.get("given_names", "")),
        born if isinstance(born, date) else None,
        str(known.get("phone", "")),
    )
    return tuple(Candidate(client, likeness.reasons) for client, likeness in look_alikes(actor, site, caller))
