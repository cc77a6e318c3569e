"""Two people in one program: one who came a month ago, and one of five years with 2,000 events and 1,500 check-ins.

Their chart and their timeline are measured side by side: what was long ago must not be felt. The rows are laid straight
into the tables, as dense for the one as for the other; all figures are ours but the sizes, which are the aim's.
"""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from bench import inside, scene
from bench.operations import Ask, Operation
from stepwell.domain.admissions.models import Episode
from stepwell.domain.careplan.models import Goal, Objective, Problem
from stepwell.domain.checkins.models import CheckIn, Use
from stepwell.domain.measures.models import Administration
from stepwell.domain.people.models import CareTeamMember, Client, Function, Phase, Site
from stepwell.domain.safety.models import SafetyEvent
from stepwell.domain.safety.models import Source as Raised
from stepwell.domain.week.models import Booking, Note, Outreach, OutreachAttempt, Session, Status
from stepwell.domain.week.rules.rescue import Cause, Ending, Fix, How, Outcome

NAME = "long"
AIM = 1.5
# Days, check-ins, events of all other kinds.
MONTH, FIVE_YEARS = (30, 25, 33), (5 * 365, 1_500, 2_000)
_HOUR = timedelta(hours=1)
# Of a hundred events so many are visits, notes, answers, missed sessions, attempts, safety events, objectives.
_OF_A_HUNDRED = {"visits": 36, "notes": 30, "answers": 12, "missed": 6, "tried": 8, "safety": 2, "steps": 6}


def measure(times: int, *, settled: Callable[[], None]) -> Iterator[str]:
    """A line for each page: both medians and what one is of the other. `settled` is called when the rows are there."""
    site, now = Site.objects.order_by("pk")[0], scene.now()
    director = scene.director()
    sessions = _sessions(site, now)
    short = _person(site, "Short", MONTH, sessions, now)
    long = _person(site, "Long", FIVE_YEARS, sessions, now)
    settled()
    chosen = scene.pick(NAME, now)
    for page, path in (
        ("chart", ""),
        ("timeline", "timeline/"),
        ("timeline, notes alone", "timeline/?k=c"),
        ("timeline, three years ago", f"timeline/?end={(now - timedelta(days=1_100)).date()}"),
    ):
        few, many = (
            inside.measure(Operation(page, _opens(director, one, path), is_read=True), chosen, times=times)
            for one in (short, long)
        )
        ratio = many.median_ms / few.median_ms
        yield (
            f"{page}: a month {few.median_ms:.1f} ms, five years {many.median_ms:.1f} ms, ratio {ratio:.2f}"
            f"{' ok' if ratio <= AIM else f' (aim {AIM:g})'}; {few.queries} and {many.queries} queries,"
            f" bare SQL {few.bare_ms:.1f} and {many.bare_ms:.1f} ms"
        )


def _opens(director: int, client_id: UUID, path: str) -> Callable[[scene.Scene, int], Ask]:
    return lambda _scene, _number: Ask(director, f"/app/clients/{client_id}/{path}")


def _sessions(site: Site, now: datetime) -> list[Session]:
    """A group that has met every second night for five years, at an hour at which no other does."""
    model = Session.objects.filter(site=site).order_by("pk")[0]
    night = now.replace(hour=9, minute=0, second=0, microsecond=0)
    days = range(2, FIVE_YEARS[0] + 2, 2)
    return Session.objects.bulk_create(
        Session(
            series_id=model.series_id,
            site=site,
            number=100_000 + day,
            on=(night - timedelta(days=day)).date(),
            starts_at=night - timedelta(days=day),
            ends_at=night - timedelta(days=day) + _HOUR,
            leader_id=model.leader_id,
            place_id=model.place_id,
        )
        for day in days
    )


def _person(site: Site, name: str, size: tuple[int, int, int], sessions: list[Session], now: datetime) -> UUID:
    """Somebody with so many days, check-ins and events behind them; all of it signed, seen and settled."""
    days, check_ins, events = size
    client = Client.objects.create(
        site=site,
        family_name=name,
        given_names="Bench",
        phase=Phase.IN_TREATMENT,
        sort_key=name.lower(),
        created_at=now,
    )
    staff = sessions[0].leader
    CareTeamMember.objects.create(client=client, staff=staff, function=Function.COUNSELOR, started_at=now)
    counts = {what: max(1, events * share // 100) for what, share in _OF_A_HUNDRED.items()}

    def spread(count: int) -> list[datetime]:
        return [now - timedelta(days=days) * (number + 1) / (count + 1) for number in range(count)]

    CheckIn.objects.bulk_create(
        CheckIn(
            key=uuid4(), client=client, said_at=at, received_at=at, craving=number % 8, mood=6, slept_minutes=420,
            use=Use.NO, words="Walked home the long way.", seen_by=staff, seen_at=at,
        )
        for number, at in enumerate(spread(check_ins))
    )  # fmt: skip
    Administration.objects.bulk_create(
        Administration(
            client=client, instrument_code="phq-9", instrument_version="1", rater=staff, total=9, band_label="Mild",
            started_at=at, saved_at=at, completed_at=at,
        )
        for at in spread(counts["answers"])
    )  # fmt: skip
    SafetyEvent.objects.bulk_create(
        SafetyEvent(
            key=uuid4(), client=client, source=Raised.CRAVING, raised_at=at, received_at=at, acknowledged_by=staff,
            acknowledged_at=at, resolved_by=staff, resolved_at=at + _HOUR, risk_note="Spoke with them. Safe at home.",
            follow_up_at=at + _HOUR, followed_up_by=staff, followed_up_at=at + 2 * _HOUR,
        )
        for at in spread(counts["safety"])
    )  # fmt: skip
    _visits(client, counts, sessions)
    _plan(client, counts["steps"], sessions[0], days, now)
    return client.pk


def _visits(client: Client, counts: dict[str, int], sessions: list[Session]) -> None:
    """The latest sessions first; the last few of them were missed."""
    staff = sessions[0].leader
    held = sessions[: counts["visits"]] if counts["visits"] < 100 else sessions[:: len(sessions) // counts["visits"]]
    bookings = Booking.objects.bulk_create(
        Booking(
            session=one, client=client, starts_at=one.starts_at, ends_at=one.ends_at, recorded_by=staff,
            recorded_at=one.ends_at, status=Status.NO_SHOW if number % 6 == 5 else Status.PRESENT,
        )
        for number, one in enumerate(held[: counts["visits"]])
    )  # fmt: skip
    Note.objects.bulk_create(
        Note(
            booking=one, response="Named what helped this week, and whom to call.", created_at=one.ends_at,
            saved_at=one.ends_at, saved_by=staff, signed_by=staff, signed_at=one.ends_at + _HOUR, signed_as=staff.name,
        )
        for one in [one for one in bookings if one.status == Status.PRESENT][: counts["notes"]]
    )  # fmt: skip
    missed = [one for one in bookings if one.status == Status.NO_SHOW][: counts["missed"]]
    searches = Outreach.objects.bulk_create(
        Outreach(
            booking=one, client=client, opened_at=one.ends_at, cause=Cause.WORK, fix=Fix.CALL_BACK,
            ended_at=one.ends_at + 3 * _HOUR, ended_as=Ending.FIXED, ended_by=staff,
        )
        for one in missed
    )  # fmt: skip
    OutreachAttempt.objects.bulk_create(
        OutreachAttempt(
            outreach=one,
            at=one.opened_at + timedelta(minutes=number),
            by=staff,
            how=How.CALL,
            outcome=Outcome.NO_ANSWER,
        )
        for one in searches
        for number in range(max(1, counts["tried"] // len(searches)))
    )


def _plan(client: Client, steps: int, session: Session, days: int, now: datetime) -> None:
    """Stays of three months, one after the other, each with its own problem and a few steps; the last goes on."""
    stays = max(1, days // 90)
    for number in range(stays):
        began = now - timedelta(days=min(days, 90) * (number + 1))
        ended = None if number == 0 else (began + timedelta(days=85)).date()
        episode = Episode.objects.create(
            client=client, track_id=session.series.track_id, level_code="2.1", prescribed_weekly_minutes=540,
            standard_code="asam-2.1-adult", started_on=began.date(), ended_on=ended,
            planned_end_on=(began + timedelta(days=85)).date() if ended else (now + timedelta(days=30)).date(),
        )  # fmt: skip
        problem = Problem.objects.create(client=client, episode=episode, number=1, title="Use", created_at=began)
        goal = Goal.objects.create(problem=problem, in_their_words="Home.", clinical="No use.", created_at=began)
        Objective.objects.bulk_create(
            Objective(
                goal=goal, number=f"1.{step + 1}", title="Practice refusing", measure="Times practiced", target="Six",
                due_on=now.date(), owner=session.leader, created_at=began, closed_at=began if ended else None,
            )
            for step in range(max(1, steps // stays))
        )  # fmt: skip
