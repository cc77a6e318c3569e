# ruff: noqa: E501, D101, D103
"""What each example page is given, and the real Django forms its fields come from."""

from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.utils.datastructures import MultiValueDict
from tools.gallery import people

PLACES = {
    "today": "Today", "clients": "Clients", "chart": "Clients", "plan": "Clients", "group": "Schedule", "roll": "Schedule", "schedule": "Schedule",
    "admissions": "Admissions", "placement": "Admissions", "enquiry": "Admissions", "import": "Admissions", "same-person": "Admissions",
    "instrument": "Admissions", "instrument-errors": "Admissions",
}  # fmt: skip
NAMES = [*PLACES, "crisis", "login", "error-403", "error-404", "error-500", "empty", "components"]

NEVER = ["Never", "Less than monthly", "Monthly", "Weekly", "Daily or almost daily"]
YES = ["No", "Yes, but not in the last year", "Yes, during the last year"]
AUDIT: list[tuple[str, list[str], list[int]]] = [
    ("How often do you have a drink containing alcohol?", ["Never", "Monthly or less", "2 to 4 times a month", "2 to 3 times a week", "4 or more times a week"], [0, 1, 2, 3, 4]),
    ("How many drinks containing alcohol do you have on a typical day when you are drinking?", ["1 or 2", "3 or 4", "5 or 6", "7 to 9", "10 or more"], [0, 1, 2, 3, 4]),
    ("How often do you have six or more drinks on one occasion?", NEVER, [0, 1, 2, 3, 4]),
    ("How often during the last year have you found that you were not able to stop drinking once you had started?", NEVER, [0, 1, 2, 3, 4]),
    ("How often during the last year have you failed to do what was normally expected of you because of drinking?", NEVER, [0, 1, 2, 3, 4]),
    ("How often during the last year have you needed a first drink in the morning to get yourself going after a heavy drinking session?", NEVER, [0, 1, 2, 3, 4]),
    ("How often during the last year have you had a feeling of guilt or remorse after drinking?", NEVER, [0, 1, 2, 3, 4]),
    ("How often during the last year have you been unable to remember what happened the night before because of your drinking?", NEVER, [0, 1, 2, 3, 4]),
    ("Have you or someone else been injured because of your drinking?", YES, [0, 2, 4]),
    ("Has a relative, friend, doctor, or other health care worker been concerned about your drinking or suggested you cut down?", YES, [0, 2, 4]),
]  # fmt: skip
CHOSEN = [2, 1, 1, 0, 0, 0, 1, 0, 0, 2]

DIMENSIONS: list[dict[str, Any]] = [
    {"number": 1, "name": "Intoxication and withdrawal", "evidence": "Last use 11 days ago; COWS 3 today", "severity": 1, "word": "mild", "suggested": "1", "own": "1"},
    {"number": 2, "name": "Physical health", "evidence": "Hepatitis C, treated; no limits", "severity": 1, "word": "mild", "suggested": "1", "own": "1"},
    {"number": 3, "name": "Mind and mood", "evidence": "PHQ-9 16, PC-PTSD 4 of 5; no plan to die", "severity": 2, "word": "moderate", "suggested": "2.1", "own": "2.1"},
    {"number": 4, "name": "Readiness", "evidence": "“My uncle asked once. I am asking now.”", "severity": 1, "word": "mild", "suggested": "1", "own": "1"},
    {"number": 5, "name": "Risk of return to use", "evidence": "Used within a week of two past stays", "severity": 3, "word": "serious", "suggested": "2.1", "own": "2.5", "differs": True},
    {"number": 6, "name": "Home and people", "evidence": "Sober cousin’s house; 40 min from clinic", "severity": 2, "word": "moderate", "suggested": "2.1", "own": "2.1"},
]  # fmt: skip


class LoginForm(forms.Form):
    username = forms.CharField(
        label="User name", widget=forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none"})
    )
    password = forms.CharField(label="Password", widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}))


class EnquiryForm(forms.Form):
    name = forms.CharField(label="Name")
    phone = forms.CharField(
        label="Phone", help_text="A number that is safe to call. Never leave a message without asking."
    )
    language = forms.ChoiceField(label="Language", choices=[("en", "English"), ("es", "Spanish")])
    note = forms.CharField(label="What they said", widget=forms.Textarea, required=False)
    call = forms.ChoiceField(
        label="Best time to call",
        widget=forms.RadioSelect,
        choices=[("m", "Morning"), ("a", "Afternoon"), ("e", "Evening")],
    )
    text_ok = forms.BooleanField(label="Texting is allowed", required=False)


class UploadForm(forms.Form):
    bundle = forms.FileField(
        label="FHIR R4 Bundle", help_text="A JSON file, up to 64 MB. Other versions and C-CDA are refused by name."
    )


def audit(wrong: bool = False) -> list[dict[str, Any]]:
    return [
        {"number": n, "key": f"q{n}", "text": text, "wrong": wrong and n in (3, 9), "answers": [
            {"value": i, "words": words, "points": point, "checked": i == (chosen // 2 if len(points) == 3 else chosen) and not (wrong and n in (3, 9))}
            for i, (words, point) in enumerate(zip(answers, points, strict=True))]}
        for n, ((text, answers, points), chosen) in enumerate(zip(AUDIT, CHOSEN, strict=True), start=1)
    ]  # fmt: skip


def _tabs(*labels: str) -> list[dict[str, Any]]:
    return [{"label": label, "url": f"?show={label.lower()}", "current": n == 0} for n, label in enumerate(labels)]


def context(name: str) -> dict[str, Any]:
    if name == "login":
        form = LoginForm({"username": "maya", "password": ""})
        return {"form": form}
    if name in ("import", "components"):
        return {"form": UploadForm({}, MultiValueDict()), "enquiry": EnquiryForm({"name": "Noah Whitehorse", "phone": ""}), "refusals": [
            {"what": "Resource 14 of 212 is cut off", "where": "entry[13].resource, byte 48 210", "mend": "The file ends early. Ask the sender for the whole file."},
            {"what": "Observation/8f2 names a patient who isn’t in the file", "where": "entry[57].resource.subject", "mend": "Every reference must lead to a resource in the same Bundle."}]}  # fmt: skip
    if name in ("instrument", "instrument-errors"):
        wrong = name == "instrument-errors"
        return {
            "questions": audit(wrong),
            "refusals": [
                {"what": "Question 3 has no answer", "href": "#q3"},
                {"what": "Question 9 has no answer", "href": "#q9"},
            ]
            if wrong
            else None,
        }
    if name == "placement":
        return {
            "dimensions": DIMENSIONS,
            "ratings": [(0, "none"), (1, "mild"), (2, "moderate"), (3, "serious"), (4, "extreme")],
            "stages": people.STAGES,
        }
    if name == "clients":
        return {"page": Paginator(people.CLIENTS * 8, 7).get_page(2)}
    return {
        "tabs": _tabs("All", "Notes", "Check-ins", "Results", "Medication", "Visits"),
        "days": ["Mon", "Tue", "Wed", "Thu", "Fri"],
    }
