"""Fictional people on their way in, by stage."""

from typing import Any

Row = dict[str, Any]


def _card(name: str, age: str, source: str, tone: str, icon: str, blocker: str, owner: str, **extra: Any) -> Row:
    return {
        "name": name,
        "age": age,
        "source": source,
        "tone": tone,
        "icon": icon,
        "blocker": blocker,
        "owner": owner,
        **extra,
    }


STAGES: list[Row] = [
    {
        "name": "Enquiry",
        "wait": "median 3 h",
        "cards": [
            _card(
                "Nell Abara",
                "6 d",
                "Self, web",
                "warn",
                "clock",
                "Two calls, no answer. Texting is allowed",
                "Rosa Quint",
                long=True,
            ),
            _card("Jonah Pike", "3 h", "Father called", "info", "chat", "Speak with Jonah himself", "Rosa Quint"),
            _card("Casey Lund", "1 h", "County court", "", "file", "First call by 11:00", "Ty Marsh"),
            _card(
                "M. Duarte",
                "22 min",
                "Emergency dept.",
                "warn",
                "clock",
                "Nurse line first: last drink today",
                "Ty Marsh",
            ),
        ],
    },
    {
        "name": "Screened",
        "wait": "median 1 d",
        "cards": [
            _card("Gil Aronson", "2 d", "Primary care", "warn", "clock", "Needs Saturday assessment", "Rosa Quint"),
            _card("Ines Vega", "1 d", "Self, phone", "ok", "check-circle", "Spanish session, 8 Oct", "Ty Marsh"),
            _card("Devon Clarke", "5 h", "Detox unit", "", "file", "Records arrive today", "Rosa Quint"),
        ],
    },
    {
        "name": "Benefits",
        "wait": "median 2 d",
        "cards": [
            _card(
                "Pat Nowak", "4 d", "Employer plan", "warn", "clock", "Payer asks for DOB proof", "Omar Said", long=True
            ),
            _card("Lou Ferraro", "1 d", "Self, phone", "ok", "check-circle", "Self-pay estimate sent", "Omar Said"),
            _card("Kit Amsel", "6 h", "Primary care", "", "file", "State plan, reply due 15:00", "Omar Said"),
        ],
    },
    {
        "name": "Assessed",
        "wait": "median 1 d",
        "cards": [
            _card(
                "Noah Whitehorse",
                "1 d",
                "Tribal clinic",
                "info",
                "chat",
                "Placement open with you",
                "Rosa Quint",
                open=True,
            ),
            _card("Aisha Karim", "1 d", "Self, web", "warn", "clock", "Interpreter for session 2", "Ty Marsh"),
            _card(
                "Roy Blanchard",
                "9 h",
                "Step-down, PHP",
                "ok",
                "check-circle",
                "Same team, ready to place",
                "Rosa Quint",
            ),
        ],
    },
    {
        "name": "Placed",
        "wait": "median 1 d",
        "cards": [
            _card("Hana Ito", "1 d", "Primary care", "info", "calendar", "Evening seat from 12 Oct", "Ty Marsh"),
        ],
    },
    {
        "name": "Scheduled",
        "wait": "median 2 d",
        "cards": [
            _card("Ángel Soto", "2 d", "Detox unit", "ok", "check-circle", "First group tonight", "Noor Rahimi"),
            _card("Vic Lindholm", "1 d", "County court", "warn", "bus", "No bus after 21:00", "Dee-Ann Price"),
        ],
    },
    {"name": "Started", "wait": "this week", "cards": []},
]
