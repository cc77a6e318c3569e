"""What the console's header shows."""

from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from stepwell.console.find.places import new_items
from stepwell.console.undo.offers import offered
from stepwell.domain.admissions.permissions import VIEW_ENQUIRY
from stepwell.domain.catalog.permissions import SET_UP_CATALOG
from stepwell.domain.consent.permissions import ADMINISTER_EXCHANGE
from stepwell.domain.coverage.permissions import VIEW_AUTHORIZATIONS
from stepwell.domain.feeds.permissions import KEEP_FEED
from stepwell.domain.library.permissions import EDIT_LIBRARY
from stepwell.domain.measures.permissions import SET_SCHEDULES
from stepwell.domain.orientation.permissions import EDIT_PACKET
from stepwell.domain.outreach.permissions import EDIT_PUBLIC
from stepwell.domain.oversight.permissions import READ_LEDGER, REVIEW_GLASS, SEE_REVIEW
from stepwell.domain.oversight.queries.glass import open_glass
from stepwell.domain.people.permissions import ADMINISTER, INVITE_VISITOR, VIEW_CLIENT
from stepwell.domain.planreview.permissions import SET_PLAN_REVIEW
from stepwell.domain.prevention.permissions import WORD_SKILLS
from stepwell.domain.privacy.permissions import HANDLE_PRIVACY
from stepwell.domain.safety.permissions import VIEW_EVENT
from stepwell.domain.safety.queries import count_open_events
from stepwell.domain.week.permissions import EDIT_TEMPLATE, RECEIVE, SET_RESCUE, VIEW_SESSION
from stepwell.domain.worklist.permissions import VIEW_TODAY
from stepwell.kernel import clock
from stepwell.kernel.actor import Actor
from stepwell.look.templatetags.look import initials
from stepwell.platform.access.table import VIEW_PERMISSIONS
from stepwell.platform.accounts.keeping import keep_key
from stepwell.platform.notify.permissions import VIEW_OUTBOX


@dataclass(frozen=True, slots=True)
class NavItem:
    """One link of the main navigation."""

    label: str
    url: str
    current: bool
    key: str = ""


_SCHEDULE = ("/app/schedule/", "/app/groups/", "/app/notes/", "/app/kiosk/", "/app/meetings/")
# Label, URL name, the paths it stands for, who sees it, and its letter after G. At most seven.
ITEMS = (
    ("Today", "today", ("/app/today/",), VIEW_TODAY, "t"),
    ("Clients", "clients", ("/app/clients/",), VIEW_CLIENT, "c"),
    ("Schedule", "schedule", _SCHEDULE, VIEW_SESSION, "s"),
    ("Arrivals", "arrivals", ("/app/arrivals/",), RECEIVE, "r"),
    ("Admissions", "admissions", ("/app/admissions/",), VIEW_ENQUIRY, "a"),
    ("Authorizations", "authorizations", ("/app/authorizations/",), VIEW_AUTHORIZATIONS, "z"),
    ("Emergencies", "emergencies", ("/app/break-glass/uses/",), REVIEW_GLASS, "e"),
    ("Who looked", "ledger", ("/app/ledger/",), READ_LEDGER, "w"),
)


# The sections of Settings: label, URL name, who sees it.
SETTINGS = (
    ("Site", "settings", ADMINISTER),
    ("Hours and rescue", "hours_settings", SET_RESCUE),
    ("Program", "programs", SET_UP_CATALOG),
    ("Questions", "schedules_of_sites", SET_SCHEDULES),
    ("Public site", "public_site", EDIT_PUBLIC),
    ("Orientation", "packets", EDIT_PACKET),
    ("Skills", "skills", WORD_SKILLS),
    ("Note templates", "note_templates", EDIT_TEMPLATE),
    ("Plan reviews", "plan_reviews", SET_PLAN_REVIEW),
    ("Starting points", "libraries", EDIT_LIBRARY),
    ("People and roles", "staff", ADMINISTER),
    ("Family and referrers", "visitors", INVITE_VISITOR),
    ("Access review", "access_reviews", SEE_REVIEW),
    ("Who may do what", "permissions", VIEW_PERMISSIONS),
    ("Privacy desk", "privacy", HANDLE_PRIVACY),
    ("Exchange", "exchange", ADMINISTER_EXCHANGE),
    ("Messages", "outbox", VIEW_OUTBOX),
)


def settings_tabs(actor: Actor, path: str) -> list[NavItem]:
    """The sections that this person sees, the longest address that `path` begins with being the current one."""
    seen = [(label, reverse(name)) for label, name, permission in SETTINGS if actor.may(permission)]
    current = max((url for _, url in seen if path.startswith(url)), key=len, default="")
    return [NavItem(label, url, url == current) for label, url in seen]


def console_context(request: HttpRequest) -> dict[str, Any]:
    """Header of every page of the console; nothing elsewhere."""
    actor: Actor | None = getattr(request, "actor", None)
    if actor is None or actor.staff_id is None:
        return {}
    navigation = [
        NavItem(label, reverse(name), request.path.startswith(paths), key)
        for label, name, paths, permission, key in ITEMS
        if actor.may(permission)
    ]
    sections = settings_tabs(actor, request.path)
    now = clock.now()
    glass = open_glass(actor, actor.chart_id, now) if actor.chart_id else None
    return {
        "navigation": navigation,
        "actor_name": actor.name,
        "printed_at": now,
        "actor_initials": initials(actor.name),
        "keep_key": keep_key(request),
        "undo": offered(request, now),
        "undo_url": reverse("undo"),
        "find_url": reverse("find"),
        "new_items": new_items(actor),
        "crisis_url": reverse("crisis") if actor.may(VIEW_EVENT) else "",
        "open_crises": count_open_events(actor),
        "settings_url": sections[0].url if sections else "",
        "settings_tabs": sections,
        "open_chart_id": glass.client_id if glass else None,
        "open_until": glass.until.astimezone(ZoneInfo(glass.site.zone)) if glass else None,
        "logout_url": reverse("logout"),
        "account_url": reverse("mfa_index"),
        "calendar_url": reverse("staff_calendar") if actor.may(KEEP_FEED) else "",
        "idle_minutes": settings.IDLE_MINUTES,
    }
