"""A letter to whom a consent names: how it stands, as far as the client consented, with the notice of §2.32.

Making it is the disclosure: it is on the client's list before anybody holds the paper.
"""

from pathlib import Path
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.urls import reverse
from django.views.decorators.http import require_POST

from stepwell.domain.consent.permissions import KEEP_CONSENTS
from stepwell.domain.consent.rules import NOTICE
from stepwell.kernel import clock
from stepwell.kernel.errors import Refused
from stepwell.kernel.wording import short_date
from stepwell.platform.access.door import Request, page, see_other
from stepwell.platform.documents.typeset import typeset
from stepwell.workflows.share import share_in_letter
from stepwell.workflows.shared_card import Card, card_of

TEMPLATE = Path(__file__).parent / "letter.typ"


@require_POST
@page(KEEP_CONSENTS)
def letter(request: Request, consent_id: int) -> HttpResponseBase:
    """The letter as a PDF. Nothing in its name or address says of whom it speaks."""
    now = clock.now()
    try:
        shared = share_in_letter(actor=request.actor, consent_id=consent_id, now=now)
    except Refused as refused:
        for one in refused.refusals:
            messages.error(request, f"{one.what} {one.mend}")
        return see_other(reverse("consent", args=[consent_id]))
    values = _values(card_of(shared, now=now), shared.opened.recipient.name, request.actor.name)
    headers = {"Content-Disposition": 'attachment; filename="letter.pdf"'}
    return HttpResponse(typeset(TEMPLATE, values), content_type="application/pdf", headers=headers)


def _values(card: Card, to: str, by: str) -> dict[str, Any]:
    return {
        "to": to,
        "by": by,
        "program": card.program,
        "as_of": card.as_of,
        "name": card.name,
        "born": f"born {short_date(card.born)}" if card.born else "",
        "stay": card.stay,
        "has_week": card.has_week,
        "lines": [[line.day, line.when, line.said] for line in card.lines],
        "next": card.next_session,
        "told": [*card.told],
        "scope": [*card.scope],
        "notice": NOTICE.text,
    }
