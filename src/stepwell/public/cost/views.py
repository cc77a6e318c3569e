"""What may it cost? A form and its answer on one page; the server forgets both. The other language keeps what was
typed.

No token against forged forms, on purpose: nothing is changed here, and its cookie would be the only thing kept.
"""

from django.http import HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from stepwell.domain.outreach.queries import public_editions, public_rates
from stepwell.domain.outreach.rules.estimate import Plan, estimate
from stepwell.domain.outreach.rules.prose import blocks
from stepwell.domain.people.models import Site
from stepwell.kernel import clock
from stepwell.platform.access.door import Request, page
from stepwell.platform.access.permission import EVERYONE
from stepwell.public.cost.forms import CostForm
from stepwell.public.cost.words import assumptions, rows, span
from stepwell.public.frame import in_frame


@csrf_exempt
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
@page(EVERYONE)
def cost(request: Request) -> HttpResponse:
    """The form; sent, the range with all that it rests on. Without rates: that there are none, and whom to ask."""
    known = {str(site.pk): (site, rates) for site, rates in public_rates(clock.now())}
    said = [(one.site.name, blocks(one.cost)) for one in public_editions() if one.cost]
    if not known:
        return in_frame(request, "public/cost/page.html", {"said": said})
    form = _form([site for site, _ in known.values()], request)
    context: dict[str, object] = {"form": form, "said": said}
    if form.is_bound and form.is_valid():
        site, rates = known[form.chosen]
        days, weeks, cover = form.cleaned_data["days"], form.cleaned_data["weeks"], form.cover()
        found = estimate(rates=rates, days=days, weeks=weeks, cover=cover)
        context |= {
            "site": site,
            "range": span(found.least.total, found.most.total),
            "charged": span(found.least.charged, found.most.charged),
            "rows": rows(found),
            "assumed": assumptions(rates, days, weeks, cover),
            "is_self_pay": cover.plan is Plan.SELF_PAY,
        }
    status = 422 if form.is_bound and form.errors else 200
    return in_frame(request, "public/cost/page.html", context, status=status)


def _form(sites: list[Site], request: Request) -> CostForm:
    """As it was sent. Asked anew in the other language, nothing is worked out and nothing is wrong yet."""
    if request.method != "POST":
        return CostForm(sites)
    is_asked_anew = request.POST.get("verb") == "language"
    return CostForm(sites, initial=request.POST.dict()) if is_asked_anew else CostForm(sites, request.POST)
