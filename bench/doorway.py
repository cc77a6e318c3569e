"""Two hundred people type their code at the door in the five minutes before a group: none is lost, none counted twice.

They stand at four devices, and everybody taps twice, as people do who see no answer at once. Both taps are on their
way at the same time.
"""

from collections import Counter
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode
from uuid import UUID
from zoneinfo import ZoneInfo

from django.test import Client as Browser

from bench import inside, outside, scene
from bench.load import Load, Wire, drive
from stepwell.domain.catalog.models import Place
from stepwell.domain.people.models import Client, Site
from stepwell.domain.week.models import Booking, Kiosk, Session
from stepwell.domain.week.queries.arrivals import codes_of_day
from stepwell.kernel import clock
from stepwell.kernel.clock import day_at
from stepwell.platform.ledger.models import Entry

NAME = "kiosk"
PEOPLE, DEVICES = 200, 4
BEFORE = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class Group:
    """Who is expected in five minutes: by booking, with the code of each."""

    codes: dict[int, str]


def measure(environ: dict[str, str], director: int, cores: int) -> str:
    """A line for the table's end."""
    site = Site.objects.order_by("pk")[0]
    group = _expected(site)
    inside.account_browser(director)  # with the second step that staff need
    devices = [_device(director, site) for _ in range(DEVICES)]
    taps = [(devices[number % DEVICES], code) for number, code in enumerate(group.codes.values()) for _ in range(2)]
    with outside.serving(environ, cores) as (port, _):
        load = drive(port, lambda number: _tap(*taps[number]), callers=2 * DEVICES, seconds=300.0, most=len(taps))
    return _words(group, load)


def _expected(site: Site) -> Group:
    """One large group of people who aren't booked at that time: rows, because no action books a hall."""
    starts_at = clock.now() + BEFORE
    ends_at = starts_at + timedelta(hours=3)
    model = Session.objects.filter(site=site).select_related("series").order_by("pk")[0]
    hall = Place.objects.create(site=site, name="Hall", seats=PEOPLE)
    # rows of sessions: excluded over the leader, one session may begin before the end and another end after the start
    meanwhile = Session.objects.filter(starts_at__lt=ends_at, ends_at__gt=starts_at)
    leader = Session.objects.filter(site=site).exclude(leader_id__in=meanwhile.values("leader_id"))
    last = model.series.sessions.order_by("-number").values_list("number", flat=True)[0]
    session = Session.objects.create(
        series=model.series,
        site=site,
        number=last + 1,
        on=day_at(starts_at, ZoneInfo(site.zone)),
        starts_at=starts_at,
        ends_at=ends_at,
        leader_id=leader.values_list("leader_id", flat=True)[0],
        place=hall,
    )
    busy = Booking.objects.filter(canceled_at=None, starts_at__lt=ends_at, ends_at__gt=starts_at)
    people = Client.objects.filter(site=site).exclude(pk__in=busy.values("client_id")).order_by("pk")[:PEOPLE]
    Booking.objects.bulk_create(
        Booking(session=session, client=one, starts_at=starts_at, ends_at=ends_at) for one in people
    )
    codes = codes_of_day(site, session.on)
    return Group({pk: codes[pk] for pk in session.bookings.order_by("pk").values_list("pk", flat=True)})


def _device(director: int, site: Site) -> tuple[str, UUID]:
    """A browser of its own that staff made a device: its cookies, and which one it is."""
    browser = Browser(headers={"host": "127.0.0.1"})
    browser.force_login(scene.account(director))
    sent: Any = browser.post("/app/kiosk/", {"where": f"{site.pk}"})
    if sent.status_code != 303:
        raise SystemExit(f"{NAME}: the device wasn't set up, the page answered {sent.status_code}")
    cookies = "; ".join(f"{name}={morsel.value}" for name, morsel in browser.cookies.items())
    return cookies, Kiosk.objects.order_by("-set_up_at", "pk")[0].pk


def _tap(device: tuple[str, UUID], code: str) -> Wire:
    cookies, kiosk_id = device
    headers = {
        "Cookie": f"{cookies}; csrftoken={outside.CSRF}",
        "X-CSRFToken": outside.CSRF,
        "Content-Type": "application/x-www-form-urlencoded",
    }
    return Wire.of("POST", f"/app/kiosk/{kiosk_id}/", headers, urlencode({"code": code}).encode())


def _words(group: Group, load: Load) -> str:
    """How many arrived, how many arrivals each has in the ledger, and how fast that was."""
    there = Booking.objects.filter(pk__in=group.codes, arrived_at__isnull=False).count()
    ids = [str(pk) for pk in group.codes]
    rows = Entry.objects.filter(verb="attendance.arrived", subject_type="booking", subject_id__in=ids)
    doubled = sum(many > 1 for many in Counter(rows.values_list("subject_id", flat=True)).values())
    statuses = ", ".join(f"{count:,} times {status}" for status, count in sorted(load.statuses.items()))
    lost = len(group.codes) - there
    return (
        f"kiosk check-ins: {len(group.codes)} people at {DEVICES} devices, each tapping twice, in {load.seconds:.1f} s"
        f" (aim {BEFORE.seconds} s): lost {lost}, doubled {doubled}; {there / load.seconds:.0f} people a second,"
        f" median {load.median_ms:.0f} ms, p95 {load.p95_ms:.0f} ms; {statuses}"
    )
