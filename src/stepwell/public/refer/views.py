"""Refer somebody without a login: kept like what people ask themselves, and answered by calling the person.

Nothing is told back from here: whether somebody comes, only their own consent tells (42 CFR 2.31).
"""

from django.http import HttpResponse, HttpResponseBase
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from stepwell.domain.people.queries import sites_to_ask
from stepwell.platform.access.door import Request, page
from stepwell.platform.access.permission import EVERYONE
from stepwell.public.ask.taking import as_sent, take_in
from stepwell.public.frame import in_frame
from stepwell.public.refer.forms import ReferForm


@csrf_exempt
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
@page(EVERYONE)
def refer(request: Request) -> HttpResponseBase:
    """The form; sent, it is kept and thanked for."""
    sites = sites_to_ask()
    if not sites:
        return in_frame(request, "public/ask/nowhere.html")
    form = ReferForm(sites, **as_sent(request))
    referrer = form.referrer() if form.is_bound and form.is_valid() else None
    return take_in(request, form, referrer, template="public/refer/form.html", onward="refer_sent")


@require_safe
@page(EVERYONE)
def sent(request: Request) -> HttpResponse:
    """We have it, and what comes next. The same for everybody."""
    return in_frame(request, "public/refer/sent.html")
