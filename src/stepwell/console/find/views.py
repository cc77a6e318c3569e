"""Quick-find: a page that works without scripts, and the same results as a fragment for the dialog."""

from django.http import HttpResponse
from django.shortcuts import render

from stepwell.console.find import places
from stepwell.domain.people.permissions import VIEW_CLIENT
from stepwell.domain.people.queries import find_people
from stepwell.kernel import clock
from stepwell.platform.access.door import Request, page
from stepwell.platform.access.permission import LOGGED_IN

MOST_LETTERS = 200


@page(LOGGED_IN)
def find(request: Request) -> HttpResponse:
    """Asked by POST alone: a name in an address would stay in logs and histories."""
    now, actor = clock.now(), request.actor
    typed = request.POST.get("q", "")[:MOST_LETTERS].strip()
    meant, who = places.split_verb(actor, typed)
    clients = find_people(actor, who, now=now) if actor.may(VIEW_CLIENT) else []
    people = places.people(clients)
    found = [*places.for_people(meant, clients), *places.verbs(actor, typed, now)]
    parts = [
        places.Part("people", "People" if typed else "Charts you opened lately", tuple(people)),
        places.Part("verbs", "Do", tuple(found)),
        places.Part("screens", "Screens", tuple(places.screens(actor, typed))),
    ]
    if meant:
        parts[0], parts[1] = parts[1], parts[0]  # who begins with a verb wants to do something
    context = {"parts": [part for part in parts if part.items], "typed": typed}
    return render(request, f"console/find/{'_results' if request.htmx else 'page'}.html", context)
