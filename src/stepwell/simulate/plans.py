"""Made-up plans that are signed: by staff soon after they were written, by the client in one way or another, and looked
at again every month.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from stepwell.domain.admissions.models import Episode
from stepwell.domain.planreview.actions import record_paper, refuse_own_plan
from stepwell.domain.planreview.models import PlanVersion
from stepwell.domain.planreview.rules.paper import OnPaper
from stepwell.kernel.clock import day_at
from stepwell.simulate import reviews, steps
from stepwell.simulate.rules import PLAN_SIGNED, dice
from stepwell.simulate.words import NOT_SIGNED, REVIEWED

if TYPE_CHECKING:
    from stepwell.simulate.story import One, Story

# Ours: a review comes two days before the site's thirty are over.
AGAIN_AFTER = timedelta(days=28)


def sign_plan(story: Story, one: One, stay: Episode, now: datetime, *, again: bool = False) -> None:
    """The counselor signs what stands, the client answers or doesn't, and in four weeks it is looked at again."""
    if one.client is None or one.episode != stay:
        return  # the stay has ended
    random = dice(story.clinic.seed, "plan", one.life.number, now)
    _, _, leader = story.clinic.groups[one.group]
    words = random.choice(REVIEWED) if again else ""
    version = reviews.sign(story.clinic.actors[leader], one.client, now, words)
    how = random.choices(list(PLAN_SIGNED), list(PLAN_SIGNED.values()))[0]
    wait = timedelta(minutes=10) if how == "room" else timedelta(hours=random.randint(2, 60))
    if how != "not yet":
        story.soon(now + wait, lambda at: _client_says(story, one, version, how, at))
    story.soon(now + AGAIN_AFTER, lambda at: sign_plan(story, one, stay, at, again=True))


def _client_says(story: Story, one: One, version: PlanVersion, how: str, now: datetime) -> None:
    """On the phone, in the room, on paper, or no."""
    if one.client is None or one.episode is None or one.episode.pk != version.episode_id:
        return  # so has this one
    _, _, leader = story.clinic.groups[one.group]
    match how:
        case "phone":
            reviews.sign_on_the_phone(one.client, version, now)
        case "room":
            reviews.sign_in_the_room(story.clinic.actors[leader], one.client, version, now)
        case "paper":
            paper = OnPaper(day_at(now, story.clinic.zone), story.clinic.staff[leader].name, "Folder of the front desk")
            record_paper(
                actor=story.clinic.actors[leader],
                client_id=one.client.pk,
                version_id=version.pk,
                paper=paper,
                now=now,
            )
        case "no":
            refuse_own_plan(actor=steps.from_home(one.client), why=NOT_SIGNED, now=now)
