"""Which language a page for a client speaks: English, or Spanish where that page has all its words in it.

A client's own choice comes before what the chart says they prefer. Nobody logged in is answered in the language of
their browser, or the one they chose on the page: `in` in its address, which says nothing about anybody. A device at
the door speaks English until somebody chooses. Staff read English.
"""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.urls import Resolver404, resolve
from django.utils import translation

from stepwell.kernel.actor import ANONYMOUS
from stepwell.kernel.languages import ENGLISH, SPOKEN, language_of

Handler = Callable[[HttpRequest], HttpResponseBase]

# The addresses whose pages have all their words in every language. A page is whole in one or isn't here.
OWN = frozenset(
    {
        "me_check_in",
        "me_check_in_sent",
        "me_help",
        "me_help_event",
        "me_here",
        "me_orientation",
        "me_questions",
        "me_questions_sent",
        "me_today",
    }
)
ANYBODYS = frozenset({"account_login", "login", "account_reset_password", "link_open", "check_in_by_link"})
AT_THE_DOOR = frozenset({"kiosk", "check_in_at_door"})


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
    name = _name(request)
    if name in ANYBODYS or name in AT_THE_DOOR:
        asked = _asked(request)
        return {"speaks": True, "asked_in": f"?in={asked}" if asked else ""}
    # a question says itself in which languages it is there
    return {"speak_here": request.path} if name in OWN and name != "me_questions" else {}


def spoken_to(request: HttpRequest, preferred: str) -> str:
    """For the page behind a link: what was chosen on it, else what the chart says, else the browser's language."""
    return _asked(request) or (language_of("", preferred) if preferred else browsers_language(request))


def speaks_there(path: str) -> bool:
    """Whether this is the path of a client's page that speaks: where a choice may lead back to."""
    try:
        return resolve(path).url_name in OWN
    except Resolver404:
        return False


def browsers_language(request: HttpRequest) -> str:
    """What the browser asks for, as far as it is spoken here: for a page that may ask nobody else."""
    return translation.get_language_from_request(request)


def _spoken(request: HttpRequest) -> str:
    name = _name(request)
    if name in AT_THE_DOOR:
        return _asked(request) or ENGLISH
    actor = getattr(request, "actor", ANONYMOUS)
    if name in ANYBODYS:
        return _asked(request) or actor.language or browsers_language(request)
    return actor.language or ENGLISH if name in OWN else ENGLISH


def _name(request: HttpRequest) -> str:
    return (request.resolver_match.url_name or "") if request.resolver_match else ""


def _asked(request: HttpRequest) -> str:
    asked = request.GET.get("in", "")
    return asked if asked in SPOKEN else ""
