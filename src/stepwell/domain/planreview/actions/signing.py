"""A plan is signed, certified, signed by the client, or refused."""

from datetime import datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from stepwell.domain.admissions.models import Episode
from stepwell.domain.careplan.queries import open_stay
from stepwell.domain.consent.rules.signature import Typed, check_signature
from stepwell.domain.people.models import Client, Staff
from stepwell.domain.planreview.actions.looking import CERTIFY, LAPSED, PREPARE, REVIEW, check_clocks
from stepwell.domain.planreview.models import PlanSignature, PlanVersion
from stepwell.domain.planreview.permissions import CERTIFY_PLAN, SIGN_OWN_PLAN, SIGN_PLAN
from stepwell.domain.planreview.queries import Signed, newest_version, own_version, version_of
from stepwell.domain.planreview.rules.paper import OnPaper, check_paper
from stepwell.domain.planreview.rules.snapshot import Snapshot, as_stored, mark_of
from stepwell.domain.worklist.actions import finish_task, finish_tasks, raise_task
from stepwell.kernel.actor import Actor, system
from stepwell.kernel.clock import day_at
from stepwell.kernel.errors import NotAllowed, refuse
from stepwell.kernel.phrase import phrase
from stepwell.platform.access.permission import require, require_at
from stepwell.platform.ledger.rules import Plain
from stepwell.platform.ledger.unit import action, record

CLIENT_SIGNS = "plan.client_signs"
# Ours: a plan that was signed by staff is gone through with the client within the week.
CLIENT_SIGNS_WITHIN = timedelta(days=7)
MOST_LETTERS, MOST_REASON = 4000, 500


@action
def sign_version(
    *, actor: Actor, client_id: UUID, said: Snapshot, read: str, summary: str, now: datetime
) -> PlanVersion:
    """A clinician signs the plan as it stands: a version that stays. `said` is what stands, `read` the mark of what
    they saw. The same plan signed twice on a day is once.
    """
    require(actor, SIGN_PLAN)
    episode = open_stay(actor, client_id)
    require_at(actor, SIGN_PLAN, episode.client.site_id)
    mark, summary = mark_of(said), summary.replace("\r\n", "\n").strip()
    if not any(said.steps):
        raise refuse("There is no objective in this plan yet.", "", "Write one with the client, and then sign.")
    if read != mark:
        raise refuse("The plan has changed since the page was opened.", "", "Read it again, and then sign.")
    if len(summary) > MOST_LETTERS:
        raise refuse(f"This is longer than {MOST_LETTERS} letters.", "summary", "Shorten it.")
    today, stored = day_at(now, ZoneInfo(episode.client.site.zone)), as_stored(said)
    last = newest_version(episode, lock=True)
    if last is not None and (last.mark, last.said, last.signed_on, last.summary) == (mark, stored, today, summary):
        return last
    made = PlanVersion.objects.create(
        client_id=episode.client_id,
        episode=episode,
        number=last.number + 1 if last else 1,
        said=stored,
        mark=mark,
        summary=summary,
        signed_at=now,
        signed_on=today,
        signed_by_id=_staff(actor).pk,
        signed_as=_as_signed(actor),
    )
    detail = {"number": made.number}
    record(actor, "plan.signed", client_id=made.client_id, subject=("plan version", made.pk), detail=detail)
    finish_tasks(actor=actor, kinds=(REVIEW, PREPARE), subject_id=episode.pk, now=now)
    finish_task(actor=actor, kind=CLIENT_SIGNS, subject_id=episode.pk, now=now)
    raise_task(
        actor=actor,
        site=episode.client.site,
        client=episode.client,
        owner=_staff(actor),
        kind=CLIENT_SIGNS,
        subject_id=episode.pk,
        title="Plan to sign with client",
        reason="The plan is signed by staff. It waits on the client’s phone, or sign it together here.",
        due_at=now + CLIENT_SIGNS_WITHIN,
        now=now,
    )
    check_clocks(actor=system("plan review"), episode=episode, now=now)
    return made


@action
def certify_version(*, actor: Actor, client_id: UUID, version_id: UUID, read: str, now: datetime) -> PlanSignature:
    """A prescriber certifies the newest version. Twice is once."""
    require(actor, CERTIFY_PLAN)
    found = _newest(actor, client_id, version_id)
    require_at(actor, CERTIFY_PLAN, found.row.client.site_id)
    if read != found.row.mark:
        raise refuse("This isn't the version that was read.", "", "Read it again, and then certify.")
    if found.by_certifier is not None:
        return found.by_certifier
    made = _write(
        found.row,
        PlanSignature(party=PlanSignature.Party.CERTIFIER, signed_as=_as_signed(actor), how=PlanSignature.How.CONSOLE),
        actor,
        now,
    )
    record(actor, "plan.certified", client_id=found.row.client_id, subject=("plan version", found.row.pk))
    episode = Episode.objects.select_related("client__site").get(pk=found.row.episode_id)
    finish_tasks(actor=actor, kinds=(PREPARE, CERTIFY, LAPSED), subject_id=episode.pk, now=now)
    check_clocks(actor=system("plan review"), episode=episode, now=now)
    return made


@action
def sign_own_plan(*, actor: Actor, typed: Typed, now: datetime) -> PlanSignature:
    """The client signs, on their own phone, what they have read. Twice is once."""
    require(actor, SIGN_OWN_PLAN)
    return _sign(actor, _own(actor), typed, PlanSignature.How.PHONE, "", now)


@action
def refuse_own_plan(*, actor: Actor, why: str, now: datetime) -> PlanSignature:
    """The client says no, on their own phone, in their own words."""
    require(actor, SIGN_OWN_PLAN)
    return _refuse(actor, _own(actor), why, PlanSignature.How.PHONE, "", now)


@action
def sign_plan_here(*, actor: Actor, client_id: UUID, version_id: UUID, typed: Typed, now: datetime) -> PlanSignature:
    """The client signs on a device that staff hand over; who handed it over is the witness."""
    require(actor, SIGN_PLAN)
    found = _newest(actor, client_id, version_id)
    require_at(actor, SIGN_PLAN, found.row.client.site_id)
    return _sign(actor, found, typed, PlanSignature.How.ROOM, actor.name, now)


@action
def record_paper(*, actor: Actor, client_id: UUID, version_id: UUID, paper: OnPaper, now: datetime) -> PlanSignature:
    """The client has signed the printed version. The paper itself stays where it is kept. The same twice is once."""
    require(actor, SIGN_PLAN)
    found, paper = _newest(actor, client_id, version_id), paper.tidy
    require_at(actor, SIGN_PLAN, found.row.client.site_id)
    today = day_at(now, ZoneInfo(found.row.client.site.zone))
    check_paper(paper, version_on=found.row.signed_on, today=today)
    assert paper.signed_on is not None  # as it was checked
    written = {"on": paper.signed_on, "witness": paper.witness, "kept_in": paper.kept_in}
    signature = PlanSignature(signed_as=_full_name(found.row.client), how=PlanSignature.How.PAPER, **written)
    made = _write_signed(actor, found, signature, now)
    if any(getattr(made, name) != value for name, value in written.items()):
        raise refuse("This version is signed already.", "", "What has changed since then comes into the next one.")
    return made


@action
def record_refusal(*, actor: Actor, client_id: UUID, version_id: UUID, why: str, now: datetime) -> PlanSignature:
    """The client told staff that they won't sign, and why. Treatment goes on, and they may still sign."""
    require(actor, SIGN_PLAN)
    found = _newest(actor, client_id, version_id)
    require_at(actor, SIGN_PLAN, found.row.client.site_id)
    return _refuse(actor, found, why, PlanSignature.How.CONSOLE, actor.name, now)


def _sign(
    actor: Actor, found: Signed, typed: Typed, how: PlanSignature.How, witness: str, now: datetime
) -> PlanSignature:
    client = found.row.client
    check_signature(typed, (client.name, _full_name(client)), found.row.mark)
    return _write_signed(
        actor, found, PlanSignature(signed_as=" ".join(typed.name.split()), how=how, witness=witness), now
    )


def _write_signed(actor: Actor, found: Signed, signature: PlanSignature, now: datetime) -> PlanSignature:
    """The client's signature, or the one that is there."""
    # one after the other: a form that is sent twice at once is one signature
    PlanVersion.objects.select_for_update(no_key=True).get(pk=found.row.pk)
    there = PlanSignature.objects.filter(version=found.row, party=PlanSignature.Party.CLIENT)
    if (signed := there.filter(refused_why="").first()) is not None:
        return signed
    made = _write(found.row, signature, actor, now)
    detail: dict[str, Plain] = {"how": str(made.how), "number": found.row.number}
    client_id = found.row.client_id
    record(actor, "plan.client_signed", client_id=client_id, subject=("plan version", found.row.pk), detail=detail)
    finish_task(actor=actor, kind=CLIENT_SIGNS, subject_id=found.row.episode_id, now=now)
    return made


def _refuse(
    actor: Actor, found: Signed, why: str, how: PlanSignature.How, witness: str, now: datetime
) -> PlanSignature:
    why = " ".join(why.split())
    if not why:
        raise refuse("This doesn't say why.", "why", "A few words are enough, as they were said.")
    if len(why) > MOST_REASON:
        raise refuse(phrase("This is longer than %(most)s letters.", most=MOST_REASON), "why", "Shorten it.")
    if found.by_client is not None:
        raise refuse("This version is signed already.", "", "What has changed since then comes into the next one.")
    if found.refused_by_client is not None and found.refused_by_client.refused_why == why:
        return found.refused_by_client
    made = _write(found.row, PlanSignature(refused_why=why, how=how, witness=witness), actor, now)
    detail: dict[str, Plain] = {"how": how.value, "number": found.row.number}
    client_id = found.row.client_id
    record(actor, "plan.client_refused", client_id=client_id, subject=("plan version", found.row.pk), detail=detail)
    finish_task(actor=actor, kind=CLIENT_SIGNS, subject_id=found.row.episode_id, now=now)
    return made


def _write(version: PlanVersion, signature: PlanSignature, actor: Actor, now: datetime) -> PlanSignature:
    """Kept for good; it is the client's where nobody else is named, and of today where no day is."""
    signature.version, signature.recorded_at, signature.recorded_by_id = version, now, actor.staff_id
    signature.party = signature.party or PlanSignature.Party.CLIENT
    signature.on = signature.on or day_at(now, ZoneInfo(version.client.site.zone))
    signature.save(force_insert=True)
    return signature


def _newest(actor: Actor, client_id: UUID, version_id: UUID) -> Signed:
    """The version that stands; an earlier one takes no signature any more. Raises `NotFound`."""
    found = version_of(actor, client_id, version_id)
    open_stay(actor, client_id)
    newest = newest_version(found.row.episode)
    if newest is None or newest.pk != found.row.pk:
        raise refuse("A newer version of this plan is signed.", "", "Open that one.")
    return found


def _own(actor: Actor) -> Signed:
    found = own_version(actor)
    if found is None:
        raise refuse("There is no plan to sign yet.", "", "Your counselor writes it with you.")
    return found


def _staff(actor: Actor) -> Staff:
    if actor.staff_id is None:
        raise NotAllowed(SIGN_PLAN.name)
    return Staff.objects.get(pk=actor.staff_id)


def _as_signed(actor: Actor) -> str:
    staff = _staff(actor)
    return f"{staff.name}, {staff.credentials}" if staff.credentials else staff.name


def _full_name(client: Client) -> str:
    return f"{client.given_names} {client.family_name}".strip()
