"""Who cares for one person: who is on the care team, one more named, one taken off, and who was on it."""

from collections.abc import Mapping, Sequence
from uuid import UUID
from zoneinfo import ZoneInfo

from django import forms
from django.contrib import messages
from django.http import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from stepwell.domain.people.models import Function, Staff
from stepwell.domain.people.permissions import NAME_CARE_TEAM, VIEW_CLIENT
from stepwell.domain.people.queries import care_team as team_of
from stepwell.domain.people.queries import earlier_members, get_client, held_for
from stepwell.kernel import clock
from stepwell.kernel.errors import NotAllowed, NotFound, Refused
from stepwell.look.refusals import show_refusals
from stepwell.platform.access.door import Request, page, see_other
from stepwell.workflows.care_team import ABLE, Left, name_member, nameable, take_off


class MemberForm(forms.Form):
    """Who, and what for: one choice, so that nobody is named for what they aren't."""

    member = forms.ChoiceField(
        label="Who, and what for",
        help_text="The chart is open to them from then on.",
        error_messages={"required": "Nobody is chosen.", "invalid_choice": "This is nobody of the list."},
    )

    def __init__(self, data: object, *, able: Mapping[Function, Sequence[Staff]]) -> None:
        super().__init__(data)  # type: ignore[arg-type]  # Django's own
        groups = [
            (function.value.capitalize(), [(f"{function.value}:{one.pk}", one.name) for one in staff])
            for function, staff in able.items()
            if staff
        ]
        self.fields["member"].choices = [("", "Choose"), *groups]  # type: ignore[attr-defined]

    @property
    def said(self) -> tuple[Function, int]:
        """What was chosen."""
        function, _, staff_id = self.cleaned_data["member"].rpartition(":")
        return Function(function), int(staff_id)


@page(VIEW_CLIENT)
@require_http_methods(["GET", "HEAD", "POST"])
def care_team(request: Request, client_id: UUID) -> HttpResponseBase:
    """The team of now and of before; for who names it, a form and a button at each."""
    client = get_client(request.actor, client_id, what="care_team")
    may_name = NAME_CARE_TEAM in held_for(request.actor, client, (NAME_CARE_TEAM,))
    if request.method == "POST" and not may_name:
        raise NotAllowed(NAME_CARE_TEAM.name)
    form = MemberForm(
        request.POST if request.POST.get("verb") == "name" else None,
        able=nameable(request.actor, client) if may_name else {},
    )
    refused: Refused | None = None
    if request.method == "POST":
        try:
            if _written(request, client_id, form):
                return see_other(reverse("care_team", args=[client.pk]), request)
        except Refused as problem:
            if form.is_bound:
                show_refusals(form, problem)
            else:
                refused = problem
    given = {
        "client": client,
        "team": team_of(request.actor, client),
        "earlier": earlier_members(request.actor, client),
        "may_name": may_name,
        "named": [function.value for function in ABLE],
        "form": form,
        "refusals": refused.refusals if refused else (),
    }
    with timezone.override(ZoneInfo(client.site.zone)):
        status = 422 if form.errors or refused else 200
        return render(request, "console/clients/care_team.html", given, status=status)


def _written(request: Request, client_id: UUID, form: MemberForm) -> bool:
    """Whether something was done; else the form says what is missing."""
    now = clock.now()
    if request.POST.get("verb") == "take_off":
        typed = request.POST.get("place", "")
        if not (typed.isascii() and typed.isdecimal() and len(typed) < 10):
            raise NotFound("care team member")
        left = take_off(actor=request.actor, client_id=client_id, member_id=int(typed), now=now)
        messages.success(request, _said(left))
        return True
    if not form.is_bound or not form.is_valid():
        return False
    function, staff_id = form.said
    member = name_member(actor=request.actor, client_id=client_id, function=function, staff_id=staff_id, now=now)
    messages.success(request, f"{member.staff.name} is on the care team: {member.function}.")
    return True


def _said(left: Left) -> str:
    """What became of their work, so that nobody has to guess."""
    if left.successor is None:
        return f"{left.staff.name} is off the care team in this place."
    counts = (("task", left.tasks), ("objective", left.objectives))
    work = " and ".join(f"{count} {what}{'' if count == 1 else 's'}" for what, count in counts if count)
    return f"{left.staff.name} is off the care team. {left.successor.name} has what was theirs: {work}."
