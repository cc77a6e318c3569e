"""One session of a made-up group: the roll, the shared block, each one's own note, the signatures."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from stepwell.domain.careplan.queries import open_objectives
from stepwell.domain.week.actions import create_drafts, record_attendance, save_response, save_shared, sign_note
from stepwell.domain.week.models import Note, Session, Status
from stepwell.domain.week.rules.roll import TypedPair
from stepwell.kernel.wording import clock_24
from stepwell.simulate.rules import dice
from stepwell.simulate.words import CLOSINGS, OPENINGS, SAID, SHARED, TOPICS

if TYPE_CHECKING:
    from random import Random

    from stepwell.simulate.clinic import Clinic
    from stepwell.simulate.story import One

# Own words that aren't said again soon: of notes that lie unsigned for days, any may be the last signed one.
REMEMBERED = 8

Later = list[tuple[datetime, Callable[[datetime], None]]]


def hold(clinic: Clinic, leader: str, session: Session, people: Mapping[object, One]) -> Later:
    """What happens around a session and when: the roll before it ends, the notes after, and at last the signatures."""
    random = dice(clinic.seed, leader, session.starts_at)
    held = _Held(clinic, leader, session, people, random)
    # now and then somebody goes home first and writes the day after
    wait = timedelta(minutes=25) if random.random() < 0.9 else timedelta(hours=14)
    written_at = session.ends_at + wait
    # one in seven lies unsigned for a day or two, as Today then says
    signs = timedelta(minutes=10) if random.random() < 0.85 else timedelta(hours=random.randint(20, 60))
    return [
        (session.ends_at - timedelta(minutes=5), held.roll),
        (written_at, held.notes),
        (written_at + signs, held.sign),
    ]


class _Held:
    """A session as it is held."""

    def __init__(
        self, clinic: Clinic, leader: str, session: Session, people: Mapping[object, One], random: Random
    ) -> None:
        self.clinic, self.session, self.people, self.random = clinic, session, people, random
        self.actor = clinic.actors[leader]
        self.was_there = 0

    def roll(self, now: datetime) -> None:
        """Everybody who has a seat, by name as on the screen."""
        seated = self.session.bookings.filter(canceled_at__isnull=True).order_by("client__sort_key", "client__phone")
        for client_id in seated.values_list("client_id", flat=True):
            status, times = self._attendance(self.people[client_id])
            self.was_there += status.attended
            record_attendance(
                actor=self.actor,
                session_id=self.session.pk,
                client_id=client_id,
                status=status,
                intervals=times,
                now=now,
            )

    def notes(self, now: datetime) -> None:
        """The shared block, the drafts, and each one's response."""
        if not self.was_there:
            return
        topic, method = self.random.choice(TOPICS)
        shared = self.random.choice(SHARED)
        session = self.session.pk
        save_shared(actor=self.actor, session_id=session, topic=topic, method=method, shared_note=shared, now=now)
        create_drafts(actor=self.actor, session_id=session, now=now)
        drafts = Note.objects.filter(booking__session=session).select_related("booking")
        used: set[str] = set()
        for draft in drafts.order_by("booking__client__sort_key", "booking__client__phone"):
            one = self.people[draft.booking.client_id]
            text = self._own_words(topic.lower(), used.union(one.said))
            used.add(text)
            one.said = (*one.said, text)[-REMEMBERED:]
            save_response(
                actor=self.actor,
                note_id=draft.pk,
                response=text,
                objective_id=draft.objective_id,
                revision=draft.revision,
                now=now,
            )

    def sign(self, now: datetime) -> None:
        """Each note, one after the other. A plan that was written since the session is named first."""
        drafts = Note.objects.filter(booking__session=self.session, signed_at__isnull=True).select_related("booking")
        written = list(drafts.order_by("booking__client__sort_key", "booking__client__phone"))
        without = [draft.booking.client_id for draft in written if draft.objective_id is None]
        plans = open_objectives(self.actor, without)
        for draft in written:
            note = draft
            if draft.objective_id is None and (open_ones := plans.get(draft.booking.client_id)):
                note = save_response(
                    actor=self.actor,
                    note_id=draft.pk,
                    response=draft.response,
                    objective_id=open_ones[0].pk,
                    revision=draft.revision,
                    now=now,
                )
            sign_note(actor=self.actor, note_id=note.pk, revision=note.revision, now=now)

    def _attendance(self, one: One) -> tuple[Status, tuple[TypedPair, ...]]:
        """As often as this person comes; sometimes late, sometimes gone early."""
        random = self.random
        if one.away_on(_day(self.session)):
            return Status.NO_SHOW, ()
        assert one.stay is not None  # who has a seat is in treatment
        if random.randrange(100) >= one.stay.comes:
            return (Status.EXCUSED if random.random() < 0.4 else Status.NO_SHOW), ()
        chance = random.random()
        starts_at, ends_at = self.session.starts_at, self.session.ends_at
        if chance < 0.07:
            late = starts_at + timedelta(minutes=random.randint(8, 35))
            return Status.LATE, (TypedPair(clock_24(late, self.clinic.zone), ""),)
        if chance < 0.11:
            early = ends_at - timedelta(minutes=random.randint(20, 70))
            return Status.LEFT_EARLY, (TypedPair("", clock_24(early, self.clinic.zone)),)
        return (Status.VIRTUAL if chance > 0.94 else Status.PRESENT), ()

    def _own_words(self, topic: str, taken: set[str]) -> str:
        """Words that nobody else of this session has, and that weren't among this person's last ones."""
        while True:
            opening = self.random.choice(OPENINGS).format(topic=topic)
            text = f"{opening} {self.random.choice(SAID)}. {self.random.choice(CLOSINGS)}".strip()
            if text not in taken:
                return text


def _day(session: Session) -> date:
    """The site's day."""
    return session.on
