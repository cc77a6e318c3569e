"""What a task's one verb is and where it leads: the queue knows kinds, the console knows screens."""

from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.urls import resolve, reverse

from stepwell.domain.worklist.models import Task
from stepwell.kernel.actor import Actor
from stepwell.platform.access.door import permission_of
from stepwell.platform.access.permission import LOGGED_IN


@dataclass(frozen=True, slots=True)
class Verb:
    """The button at the end of a row."""

    label: str
    icon: str
    url: str


def _client(task: Task) -> str:
    return reverse("client", args=[task.client_id])


def _enquiry(task: Task) -> str:
    return reverse("enquiry", args=[task.subject_id])


def _online(task: Task) -> str:
    return reverse("online", args=[task.subject_id])


def _benefits(task: Task) -> str:
    return reverse("enquiry_benefits", args=[task.subject_id])


def _schedule(task: Task) -> str:
    return reverse("enquiry_schedule", args=[task.subject_id])


def _start(task: Task) -> str:
    return reverse("start", args=[task.subject_id])


def _handover(task: Task) -> str:
    return reverse("enquiry_handover", args=[task.subject_id])


def _education(task: Task) -> str:
    return reverse("enquiry_education", args=[task.subject_id])


def _arrival(task: Task) -> str:
    return reverse("enquiry_arrival", args=[task.subject_id])


def _placement(task: Task) -> str:
    return reverse("placement", args=[task.subject_id])


def _answers(task: Task) -> str:
    """The page of the very answers that raised the task."""
    return reverse("answers", args=[task.client_id, task.subject_id])


def _instruments(task: Task) -> str:
    """All instruments of the person, what is due on top."""
    return reverse("instruments", args=[task.client_id])


def _feedback(task: Task) -> str:
    return reverse("feedback", args=[task.subject_id])


def _crisis(task: Task) -> str:
    return reverse("crisis")


def _crisis_event(task: Task) -> str:
    return reverse("crisis_event", args=[task.subject_id])


def _plan(task: Task) -> str:
    return reverse("plan", args=[task.client_id])


def _plan_review(task: Task) -> str:
    return reverse("plan_review", args=[task.client_id])


def _emergency(task: Task) -> str:
    return reverse("emergency", args=[task.subject_id])


def _access_review(task: Task) -> str:
    return reverse("access_review", args=[task.subject_id])


def _privacy(task: Task) -> str:
    return reverse("privacy_request", args=[task.subject_id])


def _reach(task: Task) -> str:
    return reverse("reach", args=[task.subject_id])


def _contact_emergency(task: Task) -> str:
    return reverse("contact_emergency_review", args=[task.subject_id])


def _group(task: Task) -> str:
    return reverse("group", args=[task.subject_id])


def _authorizations(task: Task) -> str:
    return reverse("client_authorizations", args=[task.client_id])


def _outreach(task: Task) -> str:
    return reverse("outreach", args=[task.subject_id])


def _team(task: Task) -> str:
    return reverse("client_meetings", args=[task.client_id])


def _care_team(task: Task) -> str:
    return reverse("care_team", args=[task.client_id])


def _apart(task: Task) -> str:
    return reverse("keep_apart", args=[task.subject_id])


def _seat(task: Task) -> str:
    return reverse("series_seat", args=[task.subject_id])


def _orientation(task: Task) -> str:
    return reverse("orientation", args=[task.client_id])


def _tell(task: Task) -> str:
    return reverse("tell_change", args=[task.subject_id])


def _cosign(task: Task) -> str:
    return reverse("cosign")


def _note(task: Task) -> str:
    return reverse("note", args=[task.subject_id])


def _use_review(task: Task) -> str:
    return reverse("use_review", args=[task.subject_id])


def _prevention(task: Task) -> str:
    return reverse("prevention", args=[task.client_id])


# Label ("{name}" is what the person is called), icon, and the page it opens.
VERBS: dict[str, tuple[str, str, Callable[[Task], str]]] = {
    "safety.answer": ("Answer", "shield", _crisis),
    "safety.follow_up": ("Call {name}", "phone", _crisis_event),
    "checkin.look": ("Read check-in", "chat", _client),
    "prevention.review": ("Look at it", "steps", _use_review),
    "prevention.change": ("Change the plan", "pencil", _prevention),
    "enquiry.answer": ("Open enquiry", "phone", _enquiry),
    "enquiry.online": ("Call back", "phone", _online),
    "enquiry.benefits": ("Check benefits", "shield", _benefits),
    "enquiry.assess": ("Open enquiry", "clipboard", _enquiry),
    "enquiry.schedule": ("Choose the day", "calendar", _schedule),
    "enquiry.start": ("Start", "arrow-right", _start),
    "enquiry.hand_over": ("Hand over", "phone", _handover),
    "enquiry.teach": ("Offer it", "chat", _education),
    "enquiry.taught": ("Say it", "check", _education),
    "enquiry.arrival": ("Ask", "phone", _arrival),
    "placement.decide": ("Place", "steps", _placement),
    "placement.evaluate_now": ("Record it", "shield", _placement),
    "placement.withdrawal_review": ("Record it", "pencil", _placement),
    "placement.safe_place": ("Record it", "pencil", _placement),
    "measures.risk_answer": ("Review safety", "shield", _answers),
    "measures.risk_item_9": ("Review safety", "shield", _answers),
    "measures.risk_low": ("Review safety", "shield", _answers),
    "measures.risk_moderate": ("Assess today", "shield", _answers),
    "measures.due": ("Ask {name}", "clipboard", _instruments),
    "feedback.low": ("Talk with {name}", "chat", _feedback),
    "coverage.runs_out": ("Ask for more", "phone", _authorizations),
    "week.missed": ("Reach {name}", "phone", _outreach),
    "week.help": ("Arrange it", "flag", _outreach),
    "week.roll": ("Call the roll", "users", _group),
    "orientation.sign": ("Go through it", "file", _orientation),
    "team.decision": ("Do it", "flag", _team),
    "plan.write": ("Write plan", "pencil", _plan),
    "plan.review": ("Review plan", "clipboard", _plan_review),
    "plan.prepare": ("Review plan", "clipboard", _plan_review),
    "plan.certify": ("Certify plan", "lock", _plan_review),
    "plan.prescriber": ("Name prescriber", "users", _care_team),
    "plan.lapsed": ("Look at plan", "clipboard", _plan_review),
    "plan.client_signs": ("Sign together", "pencil", _plan_review),
    "access.review": ("Review", "list", _access_review),
    "glass.review": ("Review", "eye", _emergency),
    "contact.emergency": ("Review", "eye", _contact_emergency),
    "notify.reach": ("Reach them", "phone", _reach),
    "privacy.answer": ("Open", "lock", _privacy),
    "week.apart": ("Look", "users", _apart),
    "week.tell": ("Tell {name}", "phone", _tell),
    "week.seat": ("Confirm seat", "users", _seat),
    "notes.unsigned": ("Sign notes", "pencil", _group),
    "notes.cosign": ("Read and co-sign", "pencil", _cosign),
    "note.returned": ("Add to it", "pencil", _note),
}

OPEN_CHART: tuple[str, str, Callable[[Task], str]] = ("Open chart", "file", _client)

# What is asked of one person in one sitting, on one page, is one row.
IN_ONE_SITTING = frozenset({"measures.due"})


def verb_of(task: Task, reader: Actor) -> Verb:
    """The verb of a task; the chart for a kind without one of its own, and for who sees the work of others but may not
    open the page on which it is done.
    """
    label, icon, url = VERBS.get(task.kind, OPEN_CHART)
    if task.client and not _opens(reader, url(task)):
        label, icon, url = OPEN_CHART
    name = task.client.called if task.client else ""
    return Verb(label.format(name=name), icon, url(task) if task.client_id or task.kind in VERBS else reverse("today"))


def _opens(reader: Actor, url: str) -> bool:
    """Whether the door lets this reader in there."""
    permission = permission_of(resolve(urlsplit(url).path).func)
    return permission is None or permission is LOGGED_IN or reader.may(permission)
