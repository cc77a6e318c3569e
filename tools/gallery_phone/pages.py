# ruff: noqa: D103, E501
"""The gallery's pages and the fictional people on them."""

from types import SimpleNamespace
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.views.decorators.csrf import csrf_exempt

from stepwell.look.hours_bar import BarSession, hours_bar

KEY = "5b0f6c1e-7d0a-4a52-9a51-3c6e0d6f9b11"

CRAVING = [
    (0, "none"), (1, "a flicker"), (2, "faint"), (3, "there"), (4, "nagging"), (5, "hard to ignore"),
    (6, "pulling at me"), (7, "strong"), (8, "very strong"), (9, "almost too much"), (10, "the strongest I know"),
]  # fmt: skip
MOOD = [
    (0, "as low as it gets"), (1, "very low"), (2, "low"), (3, "heavy"), (4, "a bit down"), (5, "in between"),
    (6, "all right"), (7, "good"), (8, "quite good"), (9, "very good"), (10, "as good as it gets"),
]  # fmt: skip
TRIGGERS = [
    ("stress", "Stress"), ("alone", "Being alone"), ("people", "People who use"), ("place", "A place"), ("pain", "Pain"),
    ("money", "Money"), ("argument", "An argument"), ("sleep", "Bad sleep"), ("celebrating", "Celebrating"), ("bored", "Nothing to do"),
]  # fmt: skip
USE = [("yes", "Yes"), ("no", "No"), ("unsaid", "Prefer not to say")]
NAMES = [
    {"name": "Dana Okafor", "role": "counselor"},
    {"name": "Luis Vega", "role": "case manager"},
    {"name": "Dr. Imani Cole", "role": "prescriber"},
]
ON_CALL = {"name": "Priya Nair", "tel": "+15055550142", "phone": "(505) 555-0142", "when": "On call tonight"}
PLAN = [
    {"title": "What tells me it is building", "text": "Can’t sit still. I stop answering texts. “Just one” thoughts."},
    {"title": "What I can do alone", "text": "Cold shower. Walk Biscuit to the river."},
    {"title": "People and places that distract", "text": "Tía Lupe’s kitchen. Thursday pickup game."},
    {
        "title": "People I can ask for help",
        "people": [
            {"name": "Ray", "relation": "sponsor", "tel": "+15055550177"},
            {"name": "Elena", "relation": "sister", "tel": "+15055550178"},
        ],
    },
    {"title": "Professionals", "text": "Priya Nair or 988. St. Anne’s, open day and night."},
    {"title": "Making my place safer", "text": "Elena keeps the pills. Naloxone by the door."},
]
WEEK: list[BarSession] = [
    {"minutes": 180, "done": True, "day": "Mon"},
    {"minutes": 180, "done": False, "day": "Tonight"},
    {"minutes": 180, "done": False, "day": "Thu"},
    {"minutes": 60, "done": False, "day": "Fri"},
]
WEEK_WITHOUT_TODAY: list[BarSession] = [
    {"minutes": 180, "done": True, "day": "Mon"},
    {"minutes": 170, "done": True, "day": "Tue"},
    {"minutes": 180, "done": False, "day": "Tomorrow"},
]


def tabs(current: str) -> list[SimpleNamespace]:
    rows = [
        ("Today", "today", "sun"),
        ("Check in", "check-in-1", "pulse"),
        ("Plan", "plan", "steps"),
        ("Messages", "messages", "message"),
        ("Help", "help-nobody", "help"),
    ]
    return [
        SimpleNamespace(label=label, url=f"/{url}/", icon=icon, current=label == current, danger=label == "Help")
        for label, url, icon in rows
    ]


STEPS = ["craving", "mood", "triggers", "sleep", "use"]
PAGES: dict[str, tuple[str, str, dict[str, Any]]] = {
    "today": ("today", "Today", {"state": "morning", "bar": hours_bar(WEEK, 540)}),
    "today-no-group": ("today", "Today", {"state": "no-group", "bar": hours_bar(WEEK_WITHOUT_TODAY, 540)}),
    "today-after": ("today", "Today", {"state": "after", "bar": hours_bar(WEEK, 540)}),
    **{f"check-in-{n}": ("step", "Check in", {"step": step, "n": n}) for n, step in enumerate(STEPS, 1)},
    "check-in-1-chosen": ("step", "Check in", {"step": "craving", "n": 1, "value": 6}),
    "check-in-1-high": ("step", "Check in", {"step": "craving", "n": 1, "value": 9}),
    "check-in-3-chosen": ("step", "Check in", {"step": "triggers", "n": 3, "value": ["stress", "sleep"]}),
    "check-in-5-yes": ("step", "Check in", {"step": "use", "n": 5, "value": "yes"}),
    "check-in-5-error": (
        "step",
        "Check in",
        {"step": "use", "n": 5, "error": "Choose one of the three, or close without sending."},
    ),
    "check-in-one-page": ("one_page", "Check in", {}),
    "sent": ("sent", "Check in", {}),
    "plan": ("plan", "Plan", {"bar": hours_bar(WEEK, 540)}),
    "help-nobody": ("help", "Help", {"state": "nobody"}),
    "help-waiting": ("help", "Help", {"state": "waiting", "oncall": ON_CALL}),
    "help-seen": ("help", "Help", {"state": "seen", "oncall": ON_CALL}),
    "login": ("login", "", {"signed_out": True}),
    "login-error": (
        "login",
        "",
        {"signed_out": True, "error": "That name and password don’t match. Try again, or ask your counselor."},
    ),
    "error": ("error", "", {"signed_out": True}),
}


def page(request: HttpRequest, name: str = "today") -> HttpResponse:
    if name not in PAGES:
        return render(request, "gallery/error.html", {}, status=404)
    template, current, extra = PAGES[name]
    context: dict[str, Any] = {
        "craving": CRAVING, "mood": MOOD, "triggers": TRIGGERS, "use": USE, "names": NAMES, "plan_steps": PLAN,
        "state": "", "step": "", "value": None, "error": "", "event_key": KEY,
    }  # fmt: skip
    context |= {"csrf_token": "gallery"} | extra
    if not context.get("signed_out"):
        context |= {"tabs": tabs(current), "unsafe_url": "/unsafe/", "unsafe_key": KEY}
    return render(request, f"gallery/{template}.html", context)


@csrf_exempt
def unsafe(request: HttpRequest) -> HttpResponse:
    return redirect("/help-nobody/")


urlpatterns = [
    path("", page),
    path("unsafe/", unsafe),
    path("<slug:name>/", page),
]
