"""What quick-find finds besides people: screens, verbs that need nobody, and verbs for the person who is meant."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse

from stepwell.console.clients.screening import SCREENING
from stepwell.domain.admissions.permissions import VIEW_ENQUIRY, WORK_ENQUIRY
from stepwell.domain.careplan.permissions import WRITE_PLAN
from stepwell.domain.feeds.permissions import KEEP_FEED
from stepwell.domain.measures.permissions import ANSWER
from stepwell.domain.oversight.permissions import READ_LEDGER, REVIEW_GLASS, SEE_REVIEW
from stepwell.domain.people.models import Client
from stepwell.domain.people.permissions import ADMINISTER, VIEW_CLIENT
from stepwell.domain.people.rules import plain_letters
from stepwell.domain.planner.permissions import PROPOSE
from stepwell.domain.privacy.permissions import HANDLE_PRIVACY
from stepwell.domain.safety.permissions import VIEW_EVENT
from stepwell.domain.team.permissions import VIEW_MEETING
from stepwell.domain.week.permissions import COSIGN_NOTE, RUN_KIOSK, VIEW_ROLL, VIEW_SESSION
from stepwell.domain.week.queries.schedule import my_sessions
from stepwell.domain.worklist.permissions import VIEW_TODAY
from stepwell.kernel.actor import Actor, Permission
from stepwell.kernel.wording import short_date
from stepwell.platform.notify.permissions import VIEW_OUTBOX


@dataclass(frozen=True, slots=True)
class Found:
    """One line of the results. `aside` tells two people of one name apart."""

    label: str
    url: str
    icon: str
    aside: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """People, verbs or screens."""

    key: str
    heading: str
    items: tuple[Found, ...]


# Label, more words that find it, URL name, icon, who may.
SCREENS: tuple[tuple[str, str, str, str, Permission], ...] = (
    ("Today", "queue tasks home", "today", "home", VIEW_TODAY),
    ("Clients", "people charts", "clients", "users", VIEW_CLIENT),
    ("Schedule", "week groups sessions rooms", "schedule", "calendar", VIEW_SESSION),
    ("Team meetings", "treatment agenda minutes decisions", "meetings", "users", VIEW_MEETING),
    ("My calendar", "feed ics phone subscribe sessions", "staff_calendar", "calendar", KEEP_FEED),
    ("Device at the door", "kiosk tablet arrive code check in", "kiosks", "door-out", RUN_KIOSK),
    ("Co-sign", "signature supervision notes trainee", "cosign", "pencil", COSIGN_NOTE),
    ("Planner", "propose place cover absence illness solver", "planner", "sliders", PROPOSE),
    ("Admissions", "enquiries pipeline board referrals", "admissions", "steps", VIEW_ENQUIRY),
    ("Crisis", "safety danger events", "crisis", "shield", VIEW_EVENT),
    ("Emergencies", "break glass privacy", "emergencies", "lock", REVIEW_GLASS),
    ("Privacy desk", "requests access complaint subpoena hold breach", "privacy", "lock", HANDLE_PRIVACY),
    ("Who looked", "ledger audit log", "ledger", "eye", READ_LEDGER),
    ("Access review", "roles quarter sign", "access_reviews", "list", SEE_REVIEW),
    ("People and roles", "staff hire login posts", "staff", "users", ADMINISTER),
    ("Messages", "outbox sent lost e-mail texts calls notices", "outbox", "chat", VIEW_OUTBOX),
    ("Settings", "site clock time zone phone", "settings", "sliders", ADMINISTER),
)
NEW: tuple[tuple[str, str, str, str, Permission], ...] = (
    ("New call", "enquiry phone person", "enquiry_open", "phone", WORK_ENQUIRY),
    ("Import referral", "upload file fhir new", "referral_upload", "upload", WORK_ENQUIRY),
)
# Label, URL name, what follows the client in the address, icon, who may.
FOR_PERSON: tuple[tuple[str, str, tuple[str, ...], str, Permission], ...] = (
    ("Write plan for {name}", "plan", (), "pencil", WRITE_PLAN),
    ("Ask questions of {name}", "instruments", (), "clipboard", ANSWER),
    *(
        (f"Fill in {title} with {{name}}", "instrument", (code,), "clipboard", ANSWER)
        for code, title in SCREENING.items()
    ),
)


def new_items(actor: Actor) -> list[Found]:
    """The New menu of the header."""
    return [Found(label, reverse(name), icon) for label, _, name, icon, permission in NEW if actor.may(permission)]


def screens(actor: Actor, typed: str) -> list[Found]:
    """The screens that fit what was typed; all of them where nothing was."""
    return [
        Found(label, reverse(name), icon)
        for label, more, name, icon, permission in SCREENS
        if actor.may(permission) and fits(typed, f"{label} {more}")
    ]


def verbs(actor: Actor, typed: str, now: datetime) -> list[Found]:
    """What the actor may start, and the rolls of today's own sessions."""
    found = [
        Found(label, reverse(name), icon)
        for label, more, name, icon, permission in NEW
        if actor.may(permission) and fits(typed, f"{label} {more}")
    ]
    if actor.may(VIEW_ROLL):
        for one in my_sessions(actor, now):
            label = f"Open roll of {one.name}"
            if one.can_open and fits(typed, f"{label} group notes sign"):
                aside = f"today {one.starts_at:%H:%M}"
                found.append(Found(label, reverse("group", args=[one.session_id]), "list", aside))
    return found


def people(clients: Iterable[Client]) -> list[Found]:
    """Each with pronouns and birth date, so that two of one name are told apart."""
    found = []
    for one in clients:
        asides = [one.pronouns, f"born {short_date(one.birth_on)}" if one.birth_on else ""]
        name = one.name if one.called == one.given_names.split(" ")[0] else f"{one.name} ({one.given_names})"
        aside = " · ".join(part for part in asides if part)
        found.append(Found(name, reverse("client", args=[one.pk]), "person", aside))
    return found


def split_verb(actor: Actor, typed: str) -> tuple[list[tuple[str, str, tuple[str, ...], str]], str]:
    """The verbs for a person that what was typed begins with, and the rest of it, which names the person."""
    words = typed.split()
    meant = []
    for label, name, more, icon, permission in FOR_PERSON:
        if words and actor.may(permission) and len(words[0]) >= 3 and fits(words[0], label.replace("{name}", "")):
            meant.append((label, name, more, icon))
    small = set(plain_letters(" ".join(label.replace("{name}", "") for label, *_ in meant)).split())
    rest = [word for word in words if not any(one.startswith(plain_letters(word)) for one in small)]
    return (meant, " ".join(rest)) if rest else ([], typed)


def for_people(meant: Sequence[tuple[str, str, tuple[str, ...], str]], clients: Sequence[Client]) -> Iterator[Found]:
    """Each verb with each of the first three."""
    for client in clients[:3]:
        for label, name, more, icon in meant:
            aside = f"born {short_date(client.birth_on)}" if client.birth_on else ""
            yield Found(label.format(name=client.name), reverse(name, args=[client.pk, *more]), icon, aside)


def fits(typed: str, words: str) -> bool:
    """Each word typed begins one of the words."""
    there = plain_letters(words).replace("-", " ").split()
    return all(any(one.startswith(part) for one in there) for part in plain_letters(typed).replace("-", " ").split())
