"""The measures of the hours bar: the week's sessions as blocks against the goal, for the phone and the console.

Pure: values in, numbers and words out. Positions and widths are percentages of the bar: SVG attributes take them as
they are. Drawn by cotton/phone/hours_bar.html.
"""

import math
from collections.abc import Iterable
from typing import TypedDict

from django.utils.translation import gettext

GAP = 1.1  # between blocks; 3 px on a phone
LABEL_CHARACTER = 2.7  # a 14 px character on a phone, with room to spare


class BarSession(TypedDict):
    """A session of the week, in order. Minutes: delivered if done, else booked. Day: the label, "Mon" or "Tonight"."""

    minutes: int
    done: bool
    day: str


class BarBlock(TypedDict):
    """A session, placed."""

    x: float
    width: float
    done: bool
    day: str
    label: str  # the day, or empty where it repeats or has no room
    minutes: int
    text: str  # "3 h", "2 h 50"


class HoursBar(TypedDict):
    """What a template needs, and no more."""

    blocks: list[BarBlock]
    rows: list[BarBlock]  # what a table shows: every session, one of 0 minutes too
    scale_minutes: int
    done_minutes: int
    booked_minutes: int
    done_text: str
    booked_text: str
    goal_minutes: int
    goal_text: str  # empty without a goal
    goal_x: float
    goal_label_x: float
    goal_anchor: str  # SVG's text-anchor
    summary: str


def hours_text(minutes: int) -> str:
    """180 → "3 h", 170 → "2 h 50", 45 → "45 min", 0 → "0 h"."""
    hours, rest = divmod(minutes, 60)
    if rest == 0:
        return f"{hours} h"
    return f"{hours} h {rest:02d}" if hours else f"{rest} min"


def hours_bar(sessions: Iterable[BarSession], goal_minutes: int) -> HoursBar:
    """Lay the sessions end to end on a scale that holds them, the goal and an hour more. A goal of 0 draws no tick."""
    week = list(sessions)
    if goal_minutes < 0 or any(session["minutes"] < 0 for session in week):
        raise ValueError("minutes are never negative")
    done = sum(session["minutes"] for session in week if session["done"])
    booked = sum(session["minutes"] for session in week if not session["done"])
    scale = (math.ceil(max(done + booked, goal_minutes) / 60) + 1) * 60

    rows: list[BarBlock] = []
    start = 0
    label_end = 0.0
    previous_day = ""
    for session in week:
        x = start / scale * 100
        room = session["minutes"] > 0 and session["day"] != previous_day and x >= label_end
        label = session["day"] if room else ""
        if label:
            # A done day carries a tick after its name.
            label_end = x + (len(label) + (3 if session["done"] else 1)) * LABEL_CHARACTER
            previous_day = session["day"]
        rows.append(
            BarBlock(
                x=round(x, 3),
                width=round(max(session["minutes"] / scale * 100 - GAP, 0.3), 3),
                done=session["done"],
                day=session["day"],
                label=label,
                minutes=session["minutes"],
                text=hours_text(session["minutes"]),
            )
        )
        start += session["minutes"]

    goal_x = goal_minutes / scale * 100
    if goal_x < 12:
        anchor, label_x = "start", 0.0
    elif goal_x > 88:
        anchor, label_x = "end", 100.0
    else:
        anchor, label_x = "middle", goal_x
    return HoursBar(
        blocks=[row for row in rows if row["minutes"] > 0],
        rows=rows,
        scale_minutes=scale,
        done_minutes=done,
        booked_minutes=booked,
        done_text=hours_text(done),
        booked_text=hours_text(booked),
        goal_minutes=goal_minutes,
        goal_text=hours_text(goal_minutes) if goal_minutes else "",
        goal_x=round(goal_x, 3),
        goal_label_x=round(label_x, 3),
        goal_anchor=anchor,
        summary=_summary(rows, done, booked, goal_minutes),
    )


def _summary(rows: list[BarBlock], done: int, booked: int, goal_minutes: int) -> str:
    said = {"done": hours_text(done), "booked": hours_text(booked)}
    parts = [gettext("%(done)s done, %(booked)s booked") % said]
    if goal_minutes:
        parts.append(gettext("the goal is %(hours)s") % {"hours": hours_text(goal_minutes)})
    if rows:
        states = {True: gettext("done"), False: gettext("booked")}
        parts.append(", ".join(f"{row['day']} {row['text']} {states[row['done']]}" for row in rows))
    return "; ".join(parts) + "."
