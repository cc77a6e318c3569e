"""When cravings came, by weekday and hour: the client's own look, with the numbers at once."""

from django.http import HttpResponseBase
from django.shortcuts import render
from django.utils.safestring import mark_safe
from django.utils.translation import gettext
from django.views.decorators.http import require_GET

from stepwell.domain.checkins.queries import cravings_by_hour
from stepwell.domain.people.queries import own_client
from stepwell.domain.prevention.permissions import KEEP_PREVENTION
from stepwell.kernel import clock
from stepwell.look.plots.heat import Cell, Heat, described, heat_rows, heat_specification
from stepwell.platform.access.door import Request, page
from stepwell.platform.pictures.actions import key_of, pictures_of
from stepwell.platform.pictures.jobs import ask_for


@page(KEEP_PREVENTION)
@require_GET
def cravings(request: Request) -> HttpResponseBase:
    """The last twelve weeks."""
    now = clock.now()
    found = cravings_by_hour(request.actor, own_client(request.actor), now)
    cells = tuple(Cell(one.weekday, one.hour, one.mean, one.times) for one in found)
    if not cells:
        return render(request, "portal/cravings.html", {"rows": []})
    words = described(cells)
    wanted = heat_specification(Heat(gettext("When cravings came"), words, cells, 10))
    drawn = pictures_of([wanted], ask=ask_for, now=now).get(key_of(wanted), "")
    # our own drawing: no word in it was typed by anybody
    context = {"svg": mark_safe(drawn), "rows": heat_rows(cells), "words": words}  # noqa: S308
    return render(request, "portal/cravings.html", context)
