"""What the demo's people told and signed before and after they came: assessments, consents, how to reach them; and the
logins of a brother and of a court that a consent opens something to.
"""

from collections.abc import Mapping
from datetime import datetime, time, timedelta
from typing import Any

from stepwell.domain.assessment.actions import save_assessment, sign_assessment
from stepwell.domain.assessment.queries import token_of
from stepwell.domain.assessment.rules.content import Answer, Condition, Content, Use
from stepwell.domain.assessment.rules.diagnosis import CRITERION_CODES
from stepwell.domain.consent.actions import add_recipient
from stepwell.domain.consent.actions.opening import connect_login
from stepwell.domain.consent.actions.signing import Prepared, prepare_consent, sign_in_room
from stepwell.domain.consent.queries.drafts import draft_text
from stepwell.domain.consent.rules import EVERYBODY_FOR_CARE, ItemKind, Purpose, RecipientKind
from stepwell.domain.consent.rules.signature import Typed
from stepwell.domain.consent.rules.words import digest_of_text
from stepwell.domain.contact.actions import say_how_to_reach
from stepwell.domain.contact.rules import Way, Wish, Wishes
from stepwell.domain.people.actions import open_visitor
from stepwell.kernel.actor import Outside
from stepwell.simulate.people import CLIENTS, DEMO_PASSWORD, FAMILY_EMAIL, REFERRER_EMAIL, DemoClient
from stepwell.simulate.world import Demo, living

# What somebody is treated for, as the assessment names the substance.
_SUBSTANCES = {"F10.20": "alcohol", "F11.20": "opioids", "F15.20": "stimulants"}
# Five criteria of eleven: moderate (DSM-5-TR, docs/clinical.md), which is what the cast's problems say.
_MODERATE = CRITERION_CODES[:5]
_LOW = Condition("F32.A", "provisional", "Low since the spring.")
# What is much the same for all of them, in a writer's plain words.
_TOLD = {
    "use": Answer("Began with friends, more each year, and alone in the end. Stopped for some weeks twice."),
    "medical": Answer("No allergy, no pain that is treated. Saw a doctor within the year."),
    "psychiatric": Answer("Low at times, worse after use. No stay in a hospital."),
    "risk": Answer("No thoughts of suicide. Evenings alone raise it, people who call protect. 988 is in the phone."),
    "family": Answer("Close to one or two who know. Home is safe."),
    "housing": Answer("A rented flat, a bus from here.", "own"),
    "work": Answer("Days are taken, evenings are free.", "full"),
    "legal": Answer(choice="none"),
    "money": Answer("A wage, and a plan through it."),
    "culture": Answer("English. Nothing that we should do otherwise."),
    "supports": Answer("A sister, a friend from an earlier group."),
    "summary": Answer(
        "Use has taken over the evenings. Wants to stop, has people, and can come: groups in the evening."
    ),
}
_CARE = {
    "form": "care",
    "recipient_id": None,
    "recipient_class": EVERYBODY_FOR_CARE,
    "person": "",
    "purposes": [Purpose.TREATMENT, Purpose.PAYMENT, Purpose.OPERATIONS],
    "kinds": [ItemKind.IDENTITY, ItemKind.TREATMENT, ItemKind.ATTENDANCE, ItemKind.PLAN],
    "until_on": None,
    "until_event": "end of treatment",
}
_SHOWN = {"purposes": [Purpose.REQUEST], "kinds": [ItemKind.IDENTITY, ItemKind.TREATMENT, ItemKind.ATTENDANCE]}


def assess(demo: Demo, person: DemoClient, instant: datetime) -> None:
    """The supervisor writes what they told, and signs it; the last two came without one that anybody signed."""
    if person in CLIENTS[-2:]:
        return
    enquiry, who = demo.made[f"enquiry {person.given}"], demo.actors["ingrid"]
    substance = _SUBSTANCES[person.problem[1]]
    answers = {"presenting": Answer(person.words), "strengths": Answer(person.goal[0]), **_TOLD}
    used = Use(substance, criteria=_MODERATE, diagnosis="moderate", first_age=19)
    content = Content(answers, (used,), (_LOW,) if person in (CLIENTS[2], CLIENTS[6]) else ())
    with living(instant) as now:
        kept = save_assessment(actor=who, enquiry_id=enquiry.pk, content=content, token=token_of(None), now=now)
        sign_assessment(actor=who, enquiry_id=enquiry.pk, assessment_id=kept.pk, revision=kept.revision, now=now)


def consent_to_care(demo: Demo, person: DemoClient, instant: datetime) -> None:
    """The one consent that care, its payment and running the program need, signed in the room on the first day."""
    _sign(demo, person, instant, _CARE)


def open_to_others(demo: Demo) -> None:
    """A brother and a drug court may know how it goes, as far as two people chose; and how those two are reached."""
    ana, darnell = (one for one in CLIENTS if one.given in ("Ana", "Darnell"))
    started = demo.at(demo.today - timedelta(days=20), 15)
    with living(started) as now:
        court = add_recipient(
            actor=demo.actors["rosa"], site=demo.site, name="County drug court", kind=RecipientKind.REFERRER, now=now
        )
    for_brother = {**_CARE, **_SHOWN, "form": "family", "recipient_class": "", "person": "Al Reyes, brother"}
    for_court = {**_CARE, **_SHOWN, "form": "referrer", "recipient_class": "", "recipient_id": court.pk}
    for person, said, kind, email, name in (
        (ana, for_brother, Outside.FAMILY, FAMILY_EMAIL, "Al Reyes"),
        (darnell, for_court, Outside.REFERRER, REFERRER_EMAIL, "Pat Corwin"),
    ):
        consent_id = _sign(demo, person, started, said)
        _connect(demo, consent_id, kind, email, name, started)
    _reach(demo, "Ana", Wishes(ways={Way.TEXT: Wish(True, time(8), time(20)), Way.VOICEMAIL: Wish(False)}), started)
    _reach(demo, "Darnell", Wishes(ways={Way.CALL: Wish(True, time(17), time(21)), Way.LETTER: Wish(False)}), started)


def _sign(demo: Demo, person: DemoClient, instant: datetime, said: Mapping[str, Any]) -> int:
    """Prepared by the case manager, read on the program's device, and signed there."""
    client, who = demo.clients[person.given], demo.actors["dee"]
    with living(instant) as now:
        draft = prepare_consent(actor=who, client_id=client.pk, prepared=Prepared(**said), now=now)
        typed = Typed(f"{person.given} {person.family}", True, digest_of_text(draft_text(draft)))
        return sign_in_room(actor=who, draft_id=draft.pk, typed=typed, now=now).pk


def _connect(demo: Demo, consent_id: int, kind: Outside, email: str, name: str, instant: datetime) -> None:
    """A login, and whom the consent names is this login."""
    organization = "County drug court" if kind is Outside.REFERRER else ""
    with living(instant) as now:
        visitor = open_visitor(
            actor=demo.actors["rosa"],
            site=demo.site,
            kind=kind,
            email=email,
            name=name,
            organization=organization,
            now=now,
        )
        visitor.account.set_password(DEMO_PASSWORD)  # a real one is chosen by whom it belongs to
        visitor.account.save(update_fields=["password"])
        connect_login(actor=demo.actors["rosa"], consent_id=consent_id, visitor_id=visitor.pk, now=now)


def _reach(demo: Demo, given: str, wishes: Wishes, instant: datetime) -> None:
    with living(instant) as now:
        say_how_to_reach(actor=demo.actors["dee"], client_id=demo.clients[given].pk, wishes=wishes, now=now)
