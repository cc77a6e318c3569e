"""What every public page shows around its own words: whose page it is, and how to reach them."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import render

from stepwell.domain.people.queries import front_doors
from stepwell.platform.access.door import Request


@dataclass(frozen=True, slots=True)
class Phone:
    """A number to call, as it is read and as it is dialed."""

    name: str
    shown: str
    dialed: str


def in_frame(
    request: Request, template: str, context: Mapping[str, object] | None = None, *, status: int = 200
) -> HttpResponse:
    """A public page, with the program's name and phone numbers."""
    sites = front_doors()
    phones = [
        Phone(site.name, site.phone, "".join(sign for sign in site.phone if sign in "+0123456789"))
        for site in sites
        if site.phone
    ]
    frame = {"program": sites[0].name if len(sites) == 1 else "Stepwell", "phones": phones}
    return render(request, template, {**frame, **(context or {})}, status=status)
