"""Which language a page for a client speaks: English, or Spanish where that page has all its words in it.

A client's own choice comes before what the chart says they prefer. Nobody logged in is answered in the language of
their browser, or the one they chose on the page: `in` in its address, which says nothing about anybody, and goes along
from page to page in the links, so that no cookie is needed. A device at the door speaks English until somebody chooses.
Staff read English.
"""

from collections.abc import Callable
from functools import partial
from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.urls import Resolver404, resolve
from django.utils import translation

from stepwell.kernel.actor import ANONYMOUS
from stepwell.kernel.languages import ENGLISH, SPANISH, language_of
from stepwell.look.spoken import asked_language, kept_in_address

Handler = Callable[[HttpRequest], HttpResponseBase]

# The addresses whose pages have all their words in every language: all of the phone's. What isn't whole isn't here.
OWN = frozenset(
    {
        "me_calendar_feed",
        "me_check_in",
        "me_check_in_sent",
        "me_consent",
        "me_consent_revoke",
        "me_consent_sign",
        "me_consents",
        "me_contact",
        "me_cravings",
        "me_disclosures",
        "me_feedback",
        "me_help",
        "me_help_event",
        "me_here",
        "me_join",
        "me_kept",
        "me_meeting_back",
        "me_meetings",
        "me_orientation",
        "me_own_times",
        "me_plan",
        "me_prevention",
        "me_prevention_write",
        "me_push",
        "me_questions",
        "me_questions_sent",
        "me_reminders",
        "me_skill",
        "me_skills",
        "me_suggestion",
        "me_team",
        "me_today",
    }
)
# All of the public site, and what stands before a login.
ANYBODYS = frozenset(
    {
        "about",
        "account_login",
        "account_reset_password",
        "ask",
        "ask_sent",
        "check_in_by_link",
        "cost",
        "expect",
        "family",
        "fit",
        "help_now",
        "home",
        "leave",
        "link_open",
        "login",
        "refer",
        "refer_sent",
        "referrer",
        "talk",
    }
)
AT_THE_DOOR = frozenset({"kiosk", "check_in_at_door"})


# Where no choice is offered: a question says itself in which languages it is there, what a phone keeps holds no form,
# and the others show no page.
NO_CHOICE = frozenset({"me_kept", "me_meeting_back", "me_push", "me_questions", "me_suggestion"})


def speak(get_response: Handler) -> Handler:
    """Middleware: the page is made in that language. What has no page (404) speaks English.

    It chooses when the view is known: to resolve the address once more would cost every page of the staff.
    """

    def handle(request: HttpRequest) -> HttpResponseBase:
        with translation.override(ENGLISH):
            return get_response(request)

    def choose(request: HttpRequest, *_view: Any) -> None:
        translation.activate(_spoken(request))

    handle.process_view = choose  # type: ignore[attr-defined]
    return handle


def speaking(request: HttpRequest) -> dict[str, Any]:
    """For templates: where the page is there in the other language, and what an address keeps of the choice."""
    name, other = _name(request), {"other_in": partial(_other, request)}
    if name in ANYBODYS or name in AT_THE_DOOR:
        return {"speaks": True, "asked_in": kept_in_address(request), **other}
    return {"speak_here": request.path} if name in OWN - NO_CHOICE else other


def spoken_to(request: HttpRequest, preferred: str) -> str:
    """For the page behind a link: what was chosen on it, else what the chart says, else the browser's language."""
    return asked_language(request) or (language_of("", preferred) if preferred else browsers_language(request))


def speaks_there(path: str) -> bool:
    """Whether this is the path of a client's page that speaks: where a choice may lead back to."""
    try:
        return resolve(path).url_name in OWN - NO_CHOICE
    except Resolver404:
        return False


def browsers_language(request: HttpRequest) -> str:
    """What the browser asks for, as far as it is spoken here: for a page that may ask nobody else."""
    return translation.get_language_from_request(request)


def _spoken(request: HttpRequest) -> str:
    name = _name(request)
    if name in AT_THE_DOOR:
        return asked_language(request) or ENGLISH
    actor = getattr(request, "actor", ANONYMOUS)
    if name in ANYBODYS:
        return asked_language(request) or actor.language or browsers_language(request)
    return actor.language or ENGLISH if name in OWN else ENGLISH


def _other(request: HttpRequest) -> str:
    """The same page in the other language: the rest of what its address asks for stays."""
    asked = request.GET.copy()
    asked["in"] = ENGLISH if translation.get_language() == SPANISH else SPANISH
    return f"?{asked.urlencode()}"


def _name(request: HttpRequest) -> str:
    return (request.resolver_match.url_name or "") if request.resolver_match else ""
