"""Would it be allowed? The rule that everything asks before it goes out, asked by hand."""

from uuid import UUID

from django.http import HttpResponseBase
from django.shortcuts import render

from stepwell.console.consents.forms import WouldForm
from stepwell.domain.consent.permissions import ADMINISTER_EXCHANGE
from stepwell.domain.consent.queries.decision import everybody_for, would_be_allowed
from stepwell.domain.consent.rules import REASON_WORDS
from stepwell.domain.people.queries import find_client
from stepwell.kernel import clock
from stepwell.platform.access.door import Request, page
from stepwell.platform.ledger.unit import record_read


@page(ADMINISTER_EXCHANGE)
def would(request: Request, client_id: UUID) -> HttpResponseBase:
    """A form, and under it the answer with its reason."""
    client = find_client(request.actor, client_id)
    record_read(request.actor, "consents", client.pk)
    form = WouldForm(
        request.POST if request.method == "POST" else None, recipients=everybody_for(request.actor, client)
    )
    decision = None
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        decision = would_be_allowed(
            request.actor, client, int(data["recipient"]), data["kind"], data["purpose"], now=clock.now()
        )
    context = {
        "client": client,
        "form": form,
        "decision": decision,
        "why": REASON_WORDS[decision.reason] if decision else "",
    }
    return render(request, "console/consents/would.html", context, status=422 if form.errors else 200)
