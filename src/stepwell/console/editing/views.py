"""The door that a page with forms asks every ten seconds: it says what is edited here, and hears of the others."""

import re
from collections.abc import Callable, Mapping
from uuid import UUID
from zoneinfo import ZoneInfo

from django.http import HttpResponseBadRequest, HttpResponseBase, JsonResponse
from django.views.decorators.http import require_POST

from stepwell.console.editing.shown import others_shown
from stepwell.domain.admissions.queries.enquiry import find_enquiry
from stepwell.domain.assessment.queries import zone_to_assess
from stepwell.domain.careplan.permissions import VIEW_PLAN
from stepwell.domain.people.queries import find_client
from stepwell.domain.week.queries.sessions import open_session
from stepwell.kernel import clock
from stepwell.kernel.actor import Actor
from stepwell.kernel.errors import NotFound
from stepwell.platform.access.door import Request, page
from stepwell.platform.presence.editing import Thing, say_editing, stop_editing
from stepwell.platform.presence.permissions import SEE_EDITING

_PART = re.compile(r"[\w-]{0,160}", re.ASCII)

# Each kind of page by what lets somebody open it; the site's zone is answered.
_OPENS: Mapping[str, Callable[[Actor, UUID], str]] = {
    "assessment": zone_to_assess,
    "group": lambda actor, session_id: open_session(actor, session_id).site.zone,
    "placement": lambda actor, enquiry_id: find_enquiry(actor, enquiry_id).site.zone,
    "plan": lambda actor, client_id: find_client(actor, client_id, VIEW_PLAN).site.zone,
}


@require_POST
@page(SEE_EDITING)
def editing(request: Request, page_kind: str, thing_id: UUID) -> HttpResponseBase:
    """`part` is the form that is edited; without one, none is any more."""
    opens, part = _OPENS.get(page_kind), request.POST.get("part", "")
    if opens is None:
        raise NotFound("page")
    if not _PART.fullmatch(part):
        return HttpResponseBadRequest("A part is named with letters, digits and hyphens.", content_type="text/plain")
    zone = ZoneInfo(opens(request.actor, thing_id))
    thing, now = Thing(page_kind, thing_id), clock.now()
    if part:
        say_editing(request.actor, thing, part, now)
    else:
        stop_editing(request.actor, thing)
    others = others_shown(request.actor, thing, zone, now)
    return JsonResponse({"others": [{"part": one.part, "said": one.said} for one in others]})
