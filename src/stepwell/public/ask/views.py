"""Ask to be called. Whatever is sent is kept; what doesn't look like a person is held for one to look at.

No token against forged forms, on purpose: whoever forges one only asks to be called, and no cookie is left behind.
"""

from django.http import HttpResponse, HttpResponseBase
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from stepwell.domain.people.queries import sites_to_ask
from stepwell.platform.access.door import Request, page
from stepwell.platform.access.permission import EVERYONE
from stepwell.public.ask.forms import AskForm
from stepwell.public.ask.taking import as_sent, take_in
from stepwell.public.frame import in_frame


@csrf_exempt
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
@page(EVERYONE)
def ask(request: Request) -> HttpResponseBase:
    """The form; sent, it is kept and thanked for."""
    sites = sites_to_ask()
    if not sites:
        return in_frame(request, "public/ask/nowhere.html")
    form = AskForm(sites, **as_sent(request))
    return take_in(request, form, template="public/ask/form.html", onward="ask_sent")


@require_safe
@page(EVERYONE)
def sent(request: Request) -> HttpResponse:
    """We have it, and what comes next. The same for everybody."""
    return in_frame(request, "public/ask/sent.html")
