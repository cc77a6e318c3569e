"""One question a page. The answers travel in the form from page to page, and the server forgets them with each answer.
The other language asks the same question, or tells the same result, with the same answers.

No token against forged forms, on purpose: nothing is changed here, and its cookie would be the only thing kept.
"""

from django.http import HttpResponse
from django.utils.translation import gettext
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from stepwell.domain.admissions.rules.fit import (
    QUESTIONS,
    Kind,
    Outcome,
    chosen,
    first_open,
    is_urgent,
    known_answers,
    outcome,
)
from stepwell.look.spoken import spoken
from stepwell.platform.access.door import Request, page
from stepwell.platform.access.permission import EVERYONE
from stepwell.public.fit.words import heading_and_lead, treads
from stepwell.public.frame import in_frame


@csrf_exempt
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
@page(EVERYONE)
def fit(request: Request) -> HttpResponse:
    """The next question, or where the answers point."""
    if request.method != "POST":
        return _ask(request, 1, {})
    answers = known_answers({name: request.POST[name] for name in request.POST})
    here, verb = _number(request.POST.get("step", "")), request.POST.get("verb", "")
    if verb in ("back", "again"):
        return _ask(request, max(here - 1, 1) if verb == "back" else 1, answers)
    if verb in ("language", "tell"):
        return (_tell if verb == "tell" else _ask)(request, here, answers)
    question = QUESTIONS[here - 1]
    if chosen(question, answers) is None:
        return _ask(request, here, answers, error=gettext("Choose one to go on."))
    if is_urgent(question, answers) and verb != "on":
        return _tell(request, here, answers)
    onward = here + 1 if here < len(QUESTIONS) else first_open(answers)
    return _tell(request, here, answers) if onward is None else _ask(request, onward, answers)


def _number(typed: str) -> int:
    """Which question was answered; what can't be read is the first."""
    number = int(typed) if typed.isdecimal() and len(typed) <= 2 else 1
    return min(max(number, 1), len(QUESTIONS))


def _ask(request: Request, number: int, answers: dict[str, str], error: str = "") -> HttpResponse:
    question = QUESTIONS[number - 1]
    context = {
        "name": question.name,
        "text": spoken(question.text),
        "choices": [(value, spoken(label)) for value, label in question.choices],
        "number": number,
        "total": len(QUESTIONS),
        "value": answers.get(question.name, ""),
        "others": {name: value for name, value in answers.items() if name != question.name},
        "error": error,
    }
    return in_frame(request, "public/fit/question.html", context, status=422 if error else 200)


def _tell(request: Request, here: int, answers: dict[str, str]) -> HttpResponse:
    found: Outcome = outcome(answers)
    heading, lead = heading_and_lead(found)
    context = {
        "reasons": [spoken(said) for said in found.reasons],
        "to_talk_about": [spoken(said) for said in found.to_talk_about],
        "heading": heading,
        "lead": lead,
        "treads": treads(found.kind),
        "is_today": found.kind is Kind.TODAY,
        "others": answers,
        "number": here,
        "may_go_on": found.kind is Kind.TODAY and first_open(answers) is not None,
    }
    return in_frame(request, "public/fit/result.html", context)
