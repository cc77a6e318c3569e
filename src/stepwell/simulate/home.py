"""What made-up clients tell from home, and who answers."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from stepwell.domain.checkins.actions import see_check_in
from stepwell.domain.checkins.models import CheckIn, Use
from stepwell.domain.checkins.rules import TRIGGERS, Answers, follow_up
from stepwell.domain.prevention.models import UseReview
from stepwell.domain.safety.actions import acknowledge_event, raise_event, record_follow_up, resolve_event
from stepwell.domain.safety.models import SafetyEvent, Source
from stepwell.simulate import staying_well, steps
from stepwell.simulate.rules import GO_TO_MEETINGS, TRIES, TRIES_FROM, WRITE_MEETING, dice
from stepwell.simulate.words import FROM_HOME, FROM_HOME_AFTER_USE, RISK_NOTES
from stepwell.workflows.check_in import tell

if TYPE_CHECKING:
    from stepwell.simulate.story import One, Story

# Ours, in thousandths of check-ins: a craving that opens Help, and a press on "I don't feel safe".
STRONG, UNSAFE = 12, 3


def check_in(story: Story, one: One, now: datetime) -> None:
    """A check-in; the counselor looks where it asks for that, and somebody calls where it isn't safe."""
    if one.client is None or one.episode is None or one.stay is None:
        return  # the stay has ended
    random, who = one.random, steps.from_home(one.client)
    past = (now.astimezone(story.clinic.zone).date() - one.episode.started_on).days
    answers = _answers(one, past)
    key = story.clinic.key(story.clinic.seed, "check-in", one.life.number, now)
    sent = tell(actor=who, key=key, answers=answers, said_at=now, now=now)
    if follow_up(answers).needs_a_look:
        story.soon(now + timedelta(minutes=random.randint(60, 240)), lambda at: _look(story, one, sent, at))
    if answers.use == Use.YES:
        story.soon(now + timedelta(days=2), lambda at: _look_together(story, one, at))
    _helps_oneself(story, one, answers, now)
    opened = SafetyEvent.objects.filter(client=one.client, received_at=now)
    events = list(opened) if follow_up(answers).opens_help else []
    if random.randrange(1000) < UNSAFE:
        pressed = story.clinic.key(story.clinic.seed, "unsafe", one.life.number, now)
        source = Source.SAID_UNSAFE
        events.append(raise_event(actor=who, client=one.client, key=pressed, source=source, raised_at=now, now=now))
    for event in events:
        _answer(story, one, event, now)


def _helps_oneself(story: Story, one: One, answers: Answers, now: datetime) -> None:
    """A skill against a craving, and a meeting outside the day before, as often as `rules` says."""
    assert one.client is not None  # they have just checked in
    seed, number = story.clinic.seed, one.life.number
    random, client = dice(seed, "at home", number, now), one.client
    if answers.craving >= TRIES_FROM and random.randrange(100) < TRIES:
        code = random.choice(list(staying_well.ODDS))
        staying_well.tries(steps.from_home(client), code, random, story.clinic.key(seed, "skill", number, now), now)
    goes = dice(seed, "goes to meetings", number).randrange(100) < GO_TO_MEETINGS
    if goes and random.randrange(100) < WRITE_MEETING:
        staying_well.goes_to_meeting(client, random, story.clinic.key(seed, "meeting", number, now), now)


def _answers(one: One, past: int) -> Answers:
    """Cravings ebb over the weeks, unevenly; now and then there is use, and it is told."""
    random = one.random
    craving = max(0, min(7, round(random.gauss(5.2 - past / 18, 1.6))))
    if random.randrange(1000) < STRONG:
        craving = random.choice((8, 8, 9, 10))
    use = random.choices(("no", "yes", "prefer not to say"), (90, 6, 4))[0]
    words = random.choice(FROM_HOME_AFTER_USE if use == "yes" else FROM_HOME) if random.random() < 0.3 else ""
    triggers = tuple(random.sample(list(TRIGGERS), random.choice((0, 0, 1, 1, 2))))
    mood = max(0, min(10, round(random.gauss(4.8 + past / 30, 1.5))))
    slept = random.choice((None, 240, 300, 360, 390, 420, 450, 480))
    return Answers(craving, mood, use, triggers, slept, words)


def _look(story: Story, one: One, sent: CheckIn, now: datetime) -> None:
    if one.episode is not None:  # else the chart has closed to the counselor
        _, _, leader = story.clinic.groups[one.group]
        see_check_in(actor=story.clinic.actors[leader], check_in_id=sent.pk, now=now)


def _look_together(story: Story, one: One, now: datetime) -> None:
    """Two days after a use was told: what came before, what helped, what to change."""
    if one.episode is None or one.client is None:
        return
    _, _, leader = story.clinic.groups[one.group]
    for review in UseReview.objects.filter(client=one.client, finished_at__isnull=True):
        staying_well.looks_together(story.clinic.actors[leader], review, now)


def _answer(story: Story, one: One, event: SafetyEvent, now: datetime) -> None:
    """The supervisor calls within minutes, writes down what was found, and speaks with them again the day after."""
    supervisor, random = story.clinic.actors["supervisor"], one.random
    taken_at = now + timedelta(minutes=random.randint(2, 12))
    done_at = taken_at + timedelta(minutes=random.randint(15, 50))
    again_at = done_at + timedelta(hours=random.randint(20, 28))
    note = random.choice(RISK_NOTES)

    def take(at: datetime) -> None:
        acknowledge_event(actor=supervisor, event_id=event.pk, now=at)

    def resolve(at: datetime) -> None:
        resolve_event(actor=supervisor, event_id=event.pk, risk_note=note, follow_up_at=again_at, now=at)

    def follow(at: datetime) -> None:
        record_follow_up(actor=supervisor, event_id=event.pk, now=at)

    for instant, what in ((taken_at, take), (done_at, resolve), (again_at, follow)):
        story.soon(instant, what)
