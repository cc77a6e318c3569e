"""One person's thread, from what was found to how one sees that it helps; each gap leads to its mend."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from stepwell.console.thread.counted import counted
from stepwell.console.thread.fixes import shown_gap
from stepwell.console.thread.present import strands_of
from stepwell.domain.assessment.permissions import VIEW_ASSESSMENT
from stepwell.domain.assessment.queries import latest_assessment
from stepwell.domain.careplan.permissions import VIEW_PLAN
from stepwell.domain.people.queries import find_client
from stepwell.domain.thread.permissions import VIEW_COMPLETENESS
from stepwell.domain.thread.queries.charts import chart_of
from stepwell.domain.thread.queries.links import findings_of
from stepwell.domain.thread.rules import total_of
from stepwell.kernel import clock
from stepwell.kernel.errors import NotAllowed
from stepwell.platform.access.door import Request, page
from stepwell.workflows.thread import golden_thread


@page(VIEW_PLAN)
def thread(request: Request, client_id: UUID) -> HttpResponse:
    """The strands, and what is missing in the order in which it matters."""
    actor, now = request.actor, clock.now()
    if actor.client_id is not None:  # clients read their plan on the phone, in its own words
        raise NotAllowed(VIEW_PLAN.name)
    client = find_client(actor, client_id, VIEW_PLAN)
    row = chart_of(actor, client, now=now)
    found = golden_thread(actor, client_id, now=now, row=row)
    latest = latest_assessment(actor, client) if actor.may(VIEW_ASSESSMENT) else None
    address = reverse("assessment", args=[latest.enquiry_id]) if latest else ""
    findings = findings_of(actor, client, found.episode)
    context = {
        "client": client,
        "thread": found,
        "strands": strands_of(found, row, findings, assessment_url=address),
        "assessment_url": address,
        "row": row,
        "figure": total_of([row.standing]) if row else None,
        "gaps": [shown_gap(gap, row, may_write=row.may_write) for gap in row.standing.gaps] if row else [],
        "counted": counted([row] if row else [], now),
        "sees_all": actor.may(VIEW_COMPLETENESS),
    }
    return render(request, "console/thread/thread.html", context)
