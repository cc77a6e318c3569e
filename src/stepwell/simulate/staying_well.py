"""Made-up people at home: prevention plans, what they try against a craving, meetings, a review after a use."""

from __future__ import annotations

from datetime import datetime, timedelta
from random import Random
from typing import TYPE_CHECKING
from uuid import UUID
from zoneinfo import ZoneInfo

from stepwell.domain.checkins.actions import see_check_in
from stepwell.domain.checkins.rules import Answers
from stepwell.domain.people.models import Client
from stepwell.domain.prevention.actions.meetings import write_down_meeting
from stepwell.domain.prevention.actions.plans import answer_suggestion, save_prevention, suggest_line
from stepwell.domain.prevention.actions.reviews import Talked, decide_change, finish_use_review, say_change_made
from stepwell.domain.prevention.actions.skills import say_whether_it_helped
from stepwell.domain.prevention.models import UseReview
from stepwell.domain.prevention.rules.review import About
from stepwell.kernel.actor import Actor
from stepwell.kernel.clock import day_at
from stepwell.simulate import steps
from stepwell.simulate.rules import dice
from stepwell.simulate.world import living
from stepwell.workflows.check_in import tell

if TYPE_CHECKING:
    from stepwell.simulate.world import Demo

PLAN = {
    "after": "Tell Maya the same day\nGo to my sister's, not home alone",
    "skills": "Wait ten minutes and walk\nCold water on my hands",
    "people": "My sister Lucia\nLee from Thursday's group",
    "signs": "I stop answering texts\nI skip lunch",
    "triggers": "Payday\nBeing alone on Sunday",
    "places": "Not past the bar on Third\nSafe: the library, Lucia's kitchen",
}
# Ours, of a hundred tries: how often each skill helps a made-up person, a little or not at all.
ODDS = {"delay": (60, 25, 15), "surf": (40, 30, 30), "call": (70, 20, 10), "ground": (35, 35, 30)}
HELPED = ("yes", "a little", "no")


def tries(who: Actor, code: str, random: Random, key: UUID, now: datetime) -> None:
    """Somebody tries a skill and says whether it helped."""
    helped = random.choices(HELPED, ODDS[code])[0]
    say_whether_it_helped(actor=who, key=key, code=code, helped=helped, now=now)


def goes_to_meeting(client: Client, random: Random, key: UUID, now: datetime) -> None:
    """Somebody was at a meeting yesterday and writes it down."""
    yesterday = day_at(now, ZoneInfo(client.site.zone)) - timedelta(days=1)
    kind, minutes = random.choice((("in person", 60), ("in person", 90), ("online", 60), ("one to one", 30)))
    write_down_meeting(actor=steps.from_home(client), key=key, kind=kind, on=yesterday, minutes=minutes, now=now)


def looks_together(counselor: Actor, review: UseReview, now: datetime) -> None:
    """The counselor and the client go through it: every second suggestion is taken, what is for the plan of care is
    done at once, and it ends with a next step.
    """
    for number, change in enumerate(review.changes.order_by("pk")):
        takes = number % 2 == 0
        decide_change(actor=counselor, change_id=change.pk, takes=takes, now=now)
        if takes and change.about == About.CARE:
            say_change_made(actor=counselor, change_id=change.pk, now=now)
    step = Talked(
        happened="Payday, and nobody at home. The way home leads past the bar.",
        helped="Calling the day after. Being met with a thank you.",
        next_step="Another way home on Fridays, and a call to Lee first",
        next_on=day_at(now, ZoneInfo(review.client.site.zone)) + timedelta(days=3),
    )
    finish_use_review(actor=counselor, review_id=review.pk, talked=step, revision=review.revision, now=now)


def weeks_at_home(demo: Demo) -> None:
    """Ana's six weeks at home: check-ins at the hours they come, skills, meetings, a plan; and a use that was looked at
    together three weeks ago.
    """
    client, maya = demo.clients["Ana"], demo.actors["maya"]
    ana, random = steps.from_home(client), dice(7, "home")
    for days_ago in range(40, 2, -1):
        day = demo.today - timedelta(days=days_ago)
        hour, minute = random.choice((7, 7, 12, 18, 20, 21, 21)), random.randrange(60)
        with living(demo.at(day, hour, minute)) as now:
            key = demo.key("home", client.pk, days_ago)
            told = _told(random, day.weekday(), hour, days_ago)
            sent = tell(actor=ana, key=key, answers=told, said_at=now, now=now)
            if hour >= 18:
                code = random.choice((*ODDS, "delay", "call"))
                tries(ana, code, random, demo.key("skill", client.pk, days_ago), now)
            if day.weekday() in (1, 4):
                goes_to_meeting(client, random, demo.key("meeting", client.pk, days_ago), now)
        with living(demo.at(day + timedelta(days=1), 9)) as now:
            see_check_in(actor=maya, check_in_id=sent.pk, now=now)
    with living(demo.at(demo.today - timedelta(days=36), 19)) as now:
        save_prevention(actor=ana, texts={name: text.split("\n")[0] for name, text in PLAN.items()}, seen=0, now=now)
    review = UseReview.objects.get(client=client)
    with living(demo.at(demo.today - timedelta(days=20), 16)) as now:
        looks_together(maya, review, now)
    with living(demo.at(demo.today - timedelta(days=19), 20)) as now:
        for one in client.prevention_suggestions.order_by("pk"):
            answer_suggestion(actor=ana, suggestion_id=one.pk, takes=True, now=now)
        newest = client.prevention_plans.order_by("-number").first()
        assert newest is not None  # saved above
        kept = {name: "\n".join(lines) for name, lines in newest.content.items()}
        more = {name: f"{kept.get(name, '')}\n{text}" for name, text in PLAN.items()}
        save_prevention(actor=ana, texts=more, seen=newest.number, now=now)
    with living(demo.at(demo.today - timedelta(days=1), 14)) as now:
        words = "Text Maya before the weekend"
        suggest_line(actor=maya, client_id=client.pk, part="after", words=words, now=now)


def _told(random: Random, weekday: int, hour: int, days_ago: int) -> Answers:
    """Evenings and Fridays are harder; it ebbs over the weeks; three weeks ago there was a use, and she told."""
    craving = 2 + (hour >= 18) * 2 + (weekday == 4) * 2 + days_ago // 14 + random.choice((-1, 0, 0, 1))
    triggers = ("payday", "place") if weekday == 4 else random.choice(((), ("tired",), ("lonely",), ("stress",)))
    use = "yes" if days_ago == 22 else "no"
    words = "I had two glasses. I'm sorry. I want to keep going." if use == "yes" else ""
    slept = random.choice((270, 330, 390, 420, 450))
    return Answers(max(0, min(7, craving)), random.randint(3, 7), use, triggers, slept, words)
