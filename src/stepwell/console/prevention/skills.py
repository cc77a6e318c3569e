"""A site words its skills: ours to begin with, and its own. Each save is an edition that clients read from then on."""

from zoneinfo import ZoneInfo

from django import forms
from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET

from stepwell.domain.prevention.actions.skills import TypedSkill, word_skill
from stepwell.domain.prevention.permissions import WORD_SKILLS
from stepwell.domain.prevention.queries.skills import Worded, sites_to_word, worded_at
from stepwell.domain.prevention.rules.skills import LONGEST_STEP, LONGEST_TITLE, MOST_MINUTES
from stepwell.kernel import clock
from stepwell.kernel.errors import NotFound, Refused
from stepwell.kernel.wording import date_and_time
from stepwell.look.refusals import show_refusals
from stepwell.platform.access.door import Request, page, see_other

NEW = "new"


class SkillForm(forms.Form):
    """One skill. `seen` is the edition that was read."""

    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2_000_000_000)
    title = forms.CharField(
        label="Title", max_length=LONGEST_TITLE, help_text="What somebody does: “Wait ten minutes”."
    )
    lead = forms.CharField(label="What it is for", max_length=LONGEST_STEP, required=False, help_text="One sentence.")
    steps = forms.CharField(
        label="Steps", widget=forms.Textarea(attrs={"rows": 7}), help_text="One step on each line, short and plain."
    )
    minutes = forms.IntegerField(label="Minutes it takes", min_value=1, max_value=MOST_MINUTES)
    is_offered = forms.BooleanField(label="Offer it on the phone", required=False)


@page(WORD_SKILLS)
@require_GET
def choose(request: Request) -> HttpResponse:
    """The sites whose skills one words; where it is one, straight to it."""
    sites = sites_to_word(request.actor)
    if len(sites) == 1:
        return redirect("skill_words", sites[0].pk)
    return render(request, "console/prevention/sites.html", {"sites": sites})


@page(WORD_SKILLS)
@require_GET
def library(request: Request, site_id: int) -> HttpResponse:
    """Every skill, offered or not."""
    site, rows = worded_at(request.actor, site_id)
    zone = ZoneInfo(site.zone)
    shown = [(one, date_and_time(one.saved_at, zone) if one.saved_at else "") for one in rows]
    return render(request, "console/prevention/skills.html", {"site": site, "rows": shown})


@page(WORD_SKILLS)
def words(request: Request, site_id: int, skill_code: str) -> HttpResponseBase:
    """One skill's words, or a new one."""
    site, rows = worded_at(request.actor, site_id)
    worded = next((one for one in rows if one.skill.code == skill_code), None)
    if worded is None and skill_code != NEW:
        raise NotFound("skill")
    form = SkillForm(request.POST) if request.method == "POST" else SkillForm(initial=_begin(worded))
    if request.method == "POST" and form.is_valid():
        given = dict(form.cleaned_data)
        seen = given.pop("seen")
        typed = TypedSkill(code="" if worded is None else skill_code, **given)
        try:
            word_skill(actor=request.actor, site_id=site_id, typed=typed, seen=seen, now=clock.now())
        except Refused as refused:
            show_refusals(form, refused)
        else:
            messages.success(request, "Saved: clients read it from now on.")
            return see_other(reverse("skill_words", args=[site_id]), request)
    context = {"site": site, "worded": worded, "form": form}
    return render(request, "console/prevention/skill.html", context, status=422 if form.errors else 200)


def _begin(worded: Worded | None) -> dict[str, object]:
    if worded is None:
        return {"seen": 0, "minutes": 2, "is_offered": True}
    skill = worded.skill
    return {
        "seen": worded.number,
        "title": skill.title,
        "lead": skill.lead,
        "steps": "\n".join(skill.steps),
        "minutes": skill.minutes,
        "is_offered": skill.is_offered,
    }
