# ruff: noqa: D103
"""Renders the example pages under the content policy the product will have."""

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from tools.gallery import examples, people

POLICY = "default-src 'self'; object-src 'none'; base-uri 'none'; frame-ancestors 'none'; form-action 'self'"
NAVIGATION = ("Today", "Clients", "Schedule", "Admissions", "Monitoring", "Authorizations", "Outcomes")


def strict_policy(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        response["Content-Security-Policy"] = POLICY
        return response

    return middleware


def shell(request: HttpRequest) -> dict[str, Any]:
    name = request.path.strip("/")
    current = examples.PLACES.get(name, "")
    return {
        "navigation": [
            {"label": label, "url": f"/{label.lower()}/", "current": label == current} for label in NAVIGATION
        ],
        "find_url": "/clients/",
        "new_items": [
            {"label": "Enquiry", "url": "/enquiry/", "icon": "phone"},
            {"label": "Referral from a file", "url": "/import/", "icon": "upload"},
            {"label": "Session", "url": "/schedule/", "icon": "calendar"},
        ],
        "crisis_url": "/crisis/",
        "open_crises": 1 if name in ("crisis", "today") else 0,
        "settings_url": "/empty/",
        "home_url": "/today/",
        "actor_name": "Maya Okafor",
        "actor_role": "Counselor",
        "actor_initials": "MO",
        "logout_url": "/login/",
    }


def index(request: HttpRequest) -> HttpResponse:
    return render(request, "gallery/index.html", {"names": examples.NAMES})


def page(request: HttpRequest, name: str) -> HttpResponse:
    if name not in examples.NAMES:
        raise Http404
    if request.method == "POST" and name == "group" and "seat" in request.POST:
        seat = dict(people.SEATS[int(request.POST["seat"]) - 1])
        seat["status"] = next((s for s in people.STATUSES if s["value"] == request.POST.get("status")), seat["status"])
        return render(request, "gallery/_roll_row.html", {"people": people, "seat": seat})
    return render(request, f"gallery/{name.replace('-', '_')}.html", {"people": people, **examples.context(name)})
