"""The program in its own words: as published, for everybody; as a draft, for who may publish it."""

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from stepwell.domain.outreach.permissions import EDIT_PUBLIC
from stepwell.domain.outreach.queries import find_edition, public_editions
from stepwell.platform.access.door import Request, page
from stepwell.platform.access.permission import EVERYONE
from stepwell.public.about.words import parts
from stepwell.public.frame import in_frame


@require_safe
@page(EVERYONE)
def about(request: Request) -> HttpResponse:
    """The one site's words; of several, those of the site that was chosen."""
    editions = public_editions()
    asked = request.GET.get("site", "")
    chosen = next((one for one in editions if str(one.site_id) == asked), editions[0] if len(editions) == 1 else None)
    context = {"edition": chosen, "parts": parts(chosen) if chosen else [], "others": editions}
    return in_frame(request, "public/about/page.html", context)


@require_safe
@page(EDIT_PUBLIC)
def preview(request: Request, site_id: int, number: int) -> HttpResponse:
    """One edition as everybody would read it, with a banner that says what it is."""
    edition = find_edition(request.actor, site_id, number)
    context = {"edition": edition, "parts": parts(edition), "others": [], "is_preview": True}
    return in_frame(request, "public/about/page.html", context)
