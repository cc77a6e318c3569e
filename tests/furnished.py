"""A site with one of everything that has an address: for tests that try every door.

`furnish` walks the world's client from a call to a running stay with plan, notes, answers, a check-in and a safety
event, and leaves a second person half way through admissions and a referral that nobody has decided on.
"""

from dataclasses import dataclass, field
from datetime import timedelta
from types import SimpleNamespace
from typing import Any
from uuid import uuid4

from django.urls import URLPattern, URLResolver, get_resolver

from tests.arriving import arriving_bodies, arriving_ids
from tests.assessing import begin_assessment
from tests.authorizing import authorization_bodies, authorization_ids
from tests.calling import calling_bodies, put
from tests.cast import NOW, TODAY, World
from tests.clinic import Clinic, make_clinic
from tests.exchange import agreement, asked_for, consent, consent_bodies, draft, privacy_bodies, recipient, token
from tests.gathering import gather, gathering_bodies
from tests.grouping import grouping_bodies, grouping_ids, grouping_path
from tests.looking import looking_bodies
from tests.noting import note_bodies
from tests.opening import opening_bodies, opening_ids
from tests.orienting import orientation_bodies
from tests.outside import asked_online, outside_bodies, say_of_itself
from tests.planning import terms_of
from tests.preventing import prevent, prevention_bodies
from tests.programs import program_bodies, program_ids
from tests.proposing import planner_bodies, proposed
from tests.reached import contact_bodies, say_and_override
from tests.referrals import person, referral
from tests.rescuing import rescue_bodies, rescue_ids
from tests.signing_plans import plan_bodies, sign_now
from tests.staffing import staffing_bodies
from tests.threads import thread_bodies, thread_ids
from tests.way import placement_bodies, way_bodies

PLAIN = SimpleNamespace(
    reason="Wants to begin soon.", words="Slept badly.", quote="Be home every night.", title="Opioid use disorder",
    note="Talked for ten minutes.", source="County court", topic="Riding out an urge", response="Named two people.",
)  # fmt: skip


@dataclass
class Furnished:
    """Ids of everything, by the name that addresses use for it."""

    world: World
    clinic: Clinic
    ids: dict[str, Any]
    clients: list[Any] = field(default_factory=list)

    def path(self, address: str, **others: Any) -> str:
        """An address of `every_address` with this site's ids, or with others in their place."""
        ids = {**self.ids, **({"referral_id": self.ids["sent_id"]} if "<str:kind>" in address else {})}
        ids |= (
            {"session_id": self.clinic.sessions[9].pk}
            if address.endswith(("/move/", "/leader/", "/me/join/<uuid:session_id>/"))
            else {}
        )
        ids |= grouping_path(address, self.ids)
        for name, value in {**ids, **others}.items():
            for kind in ("uuid", "str"):
                address = address.replace(f"<{kind}:{name}>", str(value))
            # an unknown id is the nil UUID, and no number
            address = address.replace(f"<int:{name}>", str(value) if str(value).isdecimal() else "987654321")
        assert "<" not in address, f"furnish knows nothing for {address}"
        return address


# Not about anybody's record: one's own way in, and doors with a key of their own (a token, a signature, the demo).
APART = ("/account/", "/login/", "/fhir/", "/notify/", "/demo/", "/calendar/", "/q/")


def every_address(patterns: Any = None, before: str = "/") -> list[tuple[str, str]]:
    """(address, name) of all views for people."""
    found: list[tuple[str, str]] = []
    for entry in get_resolver().url_patterns if patterns is None else patterns:
        address = before + str(entry.pattern)
        if isinstance(entry, URLResolver):
            found += every_address(entry.url_patterns, address)
        elif isinstance(entry, URLPattern):
            found.append((address, str(entry.name)))
    # some have a second name, which allauth knows them by
    return list({address: (address, name) for address, name in reversed(found)}.values())[::-1]


def furnish(world: World, said: Any = PLAIN, **details: Any) -> Furnished:
    """One of everything at the world's site. `said` are the words that people typed."""
    clinic = make_clinic(world, people=0)
    ids: dict[str, Any] = {"client_id": world.client.pk, "code": "audit", "kind": "condition"}
    ids |= {"patient_id": world.client.pk, "provider_id": "sso", "pk": 987_654_321, "message_id": _message(world)}
    ids |= {"service_id": clinic.service.pk, "page_kind": "plan", "thing_id": world.client.pk}
    ids |= {"visitor_id": world.accounts["family"].visitor.pk}
    ids |= {"staff_id": world.staff["colleague"].pk, "post_id": world.staff["colleague"].posts.get().pk}
    ids |= program_ids(world, clinic)
    _start(clinic, said)
    _plan(world, clinic, said, ids)
    _group(clinic, said, ids)
    ids |= grouping_ids(clinic)
    _answers(world, ids)
    _own_words(world, said, ids)
    _exchange(world, ids)
    other = _halfway(world, said, ids, details)
    ids["request_id"] = asked_online(world, said).pk
    ids |= {**authorization_ids(world), **rescue_ids(clinic)}
    ids |= say_of_itself(world) | arriving_ids(world) | thread_ids(world) | {"proposal_id": proposed(world).pk}
    _watched(world, said, ids)
    ids["stretch_id"] = put(world)[0].pk
    say_and_override(world, said, ids)
    gather(world, said, ids)
    prevent(world, said, ids)
    return Furnished(world, clinic, ids, [world.client, other])


def _message(world: World) -> Any:
    """One that went to the client."""
    from stepwell.kernel.actor import system
    from stepwell.platform.notify.actions import send_message
    from stepwell.platform.notify.rules import Channel

    account = world.accounts["client"].pk
    return send_message(
        actor=system("test"), account_id=account, channel=Channel.EMAIL, template="sign_in.changed", context={}, now=NOW
    ).pk


def _exchange(world: World, ids: dict[str, Any]) -> None:
    """An organization with a token, and the client's consent for it."""
    to = recipient(world)
    ids |= {"recipient_id": to.pk, "token_id": token(world, to)[0].pk, "consent_id": consent(world, to).pk}
    ids |= {"agreement_id": agreement(world, to).pk, **opening_ids(world)}
    ids |= {"draft_id": draft(world, to).pk, "privacy_id": asked_for(world).pk}


def _start(clinic: Clinic, said: Any) -> None:
    """The world's client calls, is placed, and starts."""
    from stepwell.workflows.admit import admit

    world = clinic.world
    admit(
        actor=world.actor("admissions"),
        enquiry_id=place(world, call(world, said, same_as=world.client), said).pk,
        track_id=clinic.track.pk,
        started_on=clinic.session.on,
        counselor_id=world.staff["counselor"].pk,
        therapist_id=None,
        case_manager_id=world.staff["case manager"].pk,
        now=NOW,
    )


def call(world: World, said: Any, *, same_as: Any = None, **details: Any) -> Any:
    """Somebody called; returns the enquiry."""
    from stepwell.domain.admissions.actions.enquiry import open_enquiry

    if same_as is not None:
        names = ("given_names", "family_name", "preferred_name", "birth_on")
        details = {name: getattr(same_as, name) for name in names}
    return open_enquiry(
        actor=world.actor("admissions"),
        site=world.site,
        details=details,
        source_name=said.source,
        same_as=same_as.pk if same_as else None,
        is_new=same_as is None,
        now=NOW,
    ).enquiry


def place(world: World, enquiry: Any, said: Any) -> Any:
    """A minute ago the supervisor decided on 2.1, with a need left to meet: who decides now decides last."""
    from stepwell.domain.admissions.actions.placement import confirm_placement, save_placement
    from stepwell.domain.admissions.queries.placement import placement_state
    from stepwell.domain.admissions.rules.drafting import Draft

    supervisor = world.actor("supervisor")
    draft = Draft(
        severities=dict.fromkeys(range(1, 7), 2),
        evidence=dict.fromkeys(range(1, 7), said.reason),
        uses_alcohol_or_benzodiazepine=True,
        seizure_or_dt_history=True,
        ciwa_ar=9,
        chosen_level="2.1",
        reason=said.reason,
    )
    who = {"actor": supervisor, "enquiry_id": enquiry.pk, "now": NOW - timedelta(minutes=1)}
    saved = save_placement(draft=draft, token=placement_state(supervisor, enquiry.pk).token, **who)
    confirm_placement(placement_id=saved.pk, revision=saved.revision, **who)
    return enquiry


def _plan(world: World, clinic: Clinic, said: Any, ids: dict[str, Any]) -> None:
    from stepwell.domain.careplan import actions
    from stepwell.workflows.plan import link_intervention_to_group

    who = {"actor": world.actor("counselor"), "now": NOW}
    problem = actions.name_problem(
        client_id=world.client.pk, title=said.title, coding=None, in_their_words=said.quote, **who
    )
    goal = actions.set_goal(problem_id=problem.pk, in_their_words=said.quote, clinical=said.quote, **who)
    objective = actions.set_objective(goal_id=goal.pk, **{**terms_of(world), "title": said.title}, **who)
    served = link_intervention_to_group(objective_id=objective.pk, title=said.title, series_id=clinic.series.pk, **who)
    ids |= {"problem_id": problem.pk, "goal_id": goal.pk, "objective_id": objective.pk, "intervention_id": served.pk}
    ids["version_id"] = sign_now(world).pk


def _group(clinic: Clinic, said: Any, ids: dict[str, Any]) -> None:
    """The client was there; the shared block and a draft stand."""
    from stepwell.domain.week.actions import create_drafts, record_attendance, save_response, save_shared
    from stepwell.domain.week.models import Note, Status

    session, who = clinic.session, {"actor": clinic.world.actor("counselor"), "now": NOW}
    client = clinic.world.client
    record_attendance(session_id=session.pk, client_id=client.pk, status=Status.PRESENT, **who)
    create_drafts(session_id=session.pk, **who)
    save_shared(session_id=session.pk, topic=said.topic, method="CBT", shared_note=said.topic, **who)
    note = Note.objects.get(booking__session=session, booking__client=client)
    save_response(
        note_id=note.pk, response=said.response, objective_id=ids["objective_id"], revision=note.revision, **who
    )
    ids |= {"session_id": session.pk, "note_id": note.pk}


def _answers(world: World, ids: dict[str, Any]) -> None:
    """An open sheet whose answers raised an alarm, and questions on the phone."""
    from stepwell.domain.measures.actions import ask_on_phone, save_answers
    from stepwell.domain.measures.queries import find_instrument

    version = find_instrument("phq-9").version
    items = [item.id for item in find_instrument("phq-9").items]
    saved = save_answers(
        actor=world.actor("counselor"),
        client_id=world.client.pk,
        code="phq-9",
        answers=dict.fromkeys(items[:9], 1),
        version=version,
        now=NOW,
    )
    ids["sheet_id"] = saved.sheet.pk
    asked = ask_on_phone(actor=world.actor("counselor"), client_id=world.client.pk, code="gad-7", now=NOW)
    ids["asking_id"] = asked.pk


def _own_words(world: World, said: Any, ids: dict[str, Any]) -> None:
    """What the client sent from the phone."""
    from stepwell.domain.checkins.actions import send_check_in
    from stepwell.domain.checkins.rules import Answers
    from stepwell.domain.safety.models import SafetyEvent

    answers = Answers(craving=9, mood=2, use="yes", triggers=(), slept_minutes=300, words=said.words)
    sent = send_check_in(actor=world.actor("client"), key=uuid4(), answers=answers, now=NOW)
    ids |= {"check_in_id": sent.pk, "event_id": SafetyEvent.objects.get(client=world.client).pk}


def _halfway(world: World, said: Any, ids: dict[str, Any], details: dict[str, Any]) -> Any:
    """Somebody else is placed and not started; a referral looks like them and waits."""
    from stepwell.domain.admissions.actions.referral import receive_referral
    from stepwell.domain.admissions.models import Placement, PlacementNeed
    from stepwell.domain.admissions.values import PartialDate

    number = world.client.family_name.removeprefix("Reyes")
    known = {"given_names": "Jo", "family_name": f"Halfway{number}", "birth_on": TODAY - timedelta(days=9000)} | details
    desk = {"actor": world.actor("admissions"), "site": world.site, "now": NOW, "source_name": said.source}
    names = {"given_names": (str(known["given_names"]),), "family_name": str(known["family_name"])}
    someone = {**names, "birth": PartialDate.parse(known["birth_on"].isoformat())}
    sent = receive_referral(record=referral(person(**someone)), **desk)
    enquiry = place(world, sent.enquiry, said)
    begin_assessment(world, enquiry, said)
    waiting = receive_referral(record=referral(person(**someone)), **desk)
    assert waiting.needs_match
    ids |= {
        "enquiry_id": enquiry.pk,
        "token": f"{Placement.objects.get(enquiry=enquiry).pk}..0",
        "sent_id": sent.referral.pk,
        "referral_id": waiting.referral.pk,
        "item_id": sent.referral.items.order_by("pk").values_list("pk", flat=True).first(),
        "need_id": PlacementNeed.objects.filter(placement__enquiry=enquiry).values_list("pk", flat=True).first(),
    }
    return enquiry.client


def _watched(world: World, said: Any, ids: dict[str, Any]) -> None:
    """A chart was opened in an emergency, and closed again."""
    from stepwell.domain.oversight.actions.glass import break_glass, end_glass
    from stepwell.domain.oversight.actions.review import open_review
    from stepwell.domain.oversight.models import BrokenGlass
    from stepwell.domain.oversight.rules import Emergency

    who = {"actor": world.actor("on-call"), "now": NOW}
    told = {"family_name": world.client.family_name, "birth_on": world.client.birth_on, "reason": Emergency.DANGER}
    break_glass(**who, **told, words=f"{said.reason} At night.")
    end_glass(**who, client_id=world.client.pk)
    review = open_review(actor=world.actor("director"), site_id=world.site.pk, now=NOW)
    ids |= {"review_id": review.pk, "line_id": review.lines.order_by("pk").first().pk}
    ids["glass_id"] = BrokenGlass.objects.get(client=world.client).pk


def text_of(answer: Any) -> str:
    """What stands on a page; a PDF is no text and a CSV no page: they say nothing here."""
    is_file = answer.headers.get("Content-Type", "").startswith(("application/pdf", "text/csv"))
    return "" if is_file else str(answer.text)


def bodies(own: Furnished, named: Furnished | None = None) -> dict[str, list[dict[str, Any]]]:
    """What each address takes by POST, by its name, with the ids that `named` knows (else `own`)."""
    from stepwell.domain.measures.queries import find_instrument

    it = named or own
    staff, client, ids = it.world.staff, it.world.client.pk, it.ids
    there = {"status": "absent", f"status_{client}": "excused"}
    sheet = {"sheet": ids["sheet_id"], "version": find_instrument("phq-9").version}
    first_item = find_instrument("phq-9").items[0].id
    start = {
        "track_id": it.clinic.track.pk,
        "started_on": "2026-10-08",
        "counselor_id": staff["counselor"].pk,
        "case_manager_id": staff["case manager"].pk,
    }
    resolved = {"risk_note": "Is with a friend.", "follow_up_on": "2026-10-09", "follow_up_time": "09:00"}
    glass = {"family_name": it.world.client.family_name, "birth_on": "1991-05-12", "words": "Nobody else is here."}
    glass |= {"reason": "somebody may be in danger"}
    caller = {"given_names": "Ida", "family_name": "Nobodyelse", "key": ids["enquiry_id"]}
    return {
        **way_bodies(it.world, it.clinic),
        **grouping_bodies(it.clinic, it.clients[-1]),
        "find": [{"q": own.world.client.family_name[:4]}, {"q": f"plan {own.world.client.family_name[:4]}"}],
        "editing": [{"part": "step"}, {}],
        "see_check_in": [{}],
        **plan_bodies(it),
        "group_roll": [there],
        "group_seat": [{"status": "excused"}],
        "group_shared": [{"topic": "Another", "shared_note": "Other words", "revision": 1}],
        "group_drafts": [{}],
        "group_note": [
            {"response": "Other words", "objective": ids["objective_id"], "revision": 1, "verb": verb}
            for verb in ("save", "sign")
        ],
        "crisis_acknowledge": [{}],
        "crisis_event": [resolved],
        "crisis_followed_up": [{}],
        **calling_bodies(it.world, ids),
        "instrument": [
            {**sheet, "verb": verb, first_item: "2", "note": "Read it."}
            for verb in ("again", "review", "save", "finish")
        ],
        # not handed over: a session that is sees nothing else
        "instrument_here": [{"version": find_instrument("audit").version, "at": "1", "answer": "2"}],
        "instruments": [
            {"verb": "ask", "code": "bam", "reason": "A first look."},
            {"verb": "take_back", "asking": ids["asking_id"]},
        ],
        "placement": placement_bodies(ids),
        "assessment": [
            {"verb": "save", "token": "1", "words_family": "Two children.", "substance": "opioids"},
            {"verb": f"take:{ids['item_id']}", "token": "1"},
        ],
        "start": [start],
        "referral_match": [{"decision": "new", "considered": it.clients[-1].pk}, {"decision": it.clients[-1].pk}],
        "move_session": [{"on": "2026-12-08", "time": "10:00", "place": it.clinic.other_place.pk}],
        **contact_bodies(ids),
        **consent_bodies(ids, it.world),
        **opening_bodies(ids),
        **privacy_bodies(it.world),
        **orientation_bodies(it.world),
        **authorization_bodies() | looking_bodies(),
        **rescue_bodies(it.world),
        **gathering_bodies(it),
        **program_bodies(it),
        **{**note_bodies(it.world, ids), **thread_bodies(ids)},
        **arriving_bodies(),
        **prevention_bodies(it.world, ids),
        **planner_bodies(it.world),
        **staffing_bodies(it.world, ids),
        "exchange": [{"name": "Another Plan", "kind": "health plan", "site": it.world.site.pk}],
        "exchange_token": [
            {"label": "Claims", "purpose": "HPAYMT", "scopes": ["patient.read"], "expires_on": "2027-01-01"}
        ],
        "exchange_revoke": [{}],
        "settings": [{"site": it.world.site.pk, "zone": "America/Chicago", "week_starts_on": "3"}],
        "online": [
            {"given_names": "Jo", "family_name": "Nobodyelse"},
            {"verb": "answered"},
            {"given_names": "Jo", "family_name": "Nobodyelse", "decision": client},
        ],
        **outside_bodies(it),
        "outbox_tend": [{"verb": "reached"}],
        "reach": [{}],
        "break_glass": [glass],
        "emergency": [{"verdict": "justified", "words": "A call at night."}],
        "ledger": [{"client": it.world.client.family_name}],
        "enquiry_open": [caller, {**caller, "decision": client}],
        "me_questions": [{"version": find_instrument("gad-7").version, "at": "1", "answer": "2"}, {"verb": "send"}],
    }
