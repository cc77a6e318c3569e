"""What the simulated program lacks: log-ins for clients, a payer with a token and consents, notes still to be signed.

The program was simulated up to some days ago; the sessions since then are held here, and their notes left unsigned.
"""

from datetime import timedelta

from stepwell.domain.consent import actions as consent
from stepwell.domain.consent.rules import ItemKind, Purpose, RecipientKind, UntilEvent
from stepwell.domain.people.actions import give_portal
from stepwell.domain.people.models import Client, Phase, Site
from stepwell.domain.people.queries import load_actor
from stepwell.domain.week import actions as week
from stepwell.domain.week.models import Booking, Session, Status
from stepwell.kernel import clock
from stepwell.kernel.actor import Actor, system
from stepwell.platform.accounts.actions import open_account

LOG_INS = 20
CONSENTS = 200


def prepare(director: int) -> str:
    """Through the actions, at the first site; the payer's token is answered."""
    actor, now = load_actor(director), clock.now()
    site = Site.objects.order_by("pk")[0]
    treated = Client.objects.filter(site=site, phase=Phase.IN_TREATMENT).order_by("sort_key", "pk")
    for number, client in enumerate(treated.filter(account=None)[:LOG_INS]):
        account = open_account(actor=system("bench"), email=f"bench-{number}@example.test", password=None, now=now)
        give_portal(actor=actor, client=client, account=account)
    _hold_sessions(site)
    payer = consent.add_recipient(actor=actor, site=site, name="Bench Health Plan", kind=RecipientKind.PLAN, now=now)
    _consent_to(payer.pk, actor, site)
    token, secret = consent.issue_token(
        actor=actor,
        recipient_id=payer.pk,
        label="The bench",
        purpose=Purpose.PAYMENT,
        scopes=["patient.read"],
        expires_on=now.date() + timedelta(days=30),
        now=now,
    )
    assert token.pk
    return secret


def _hold_sessions(site: Site) -> None:
    """Everybody was there, and each note has its words and waits for the signature."""
    now = clock.now()
    over = Session.objects.filter(site=site, ends_at__lt=now, canceled_at__isnull=True)
    open_seats = Booking.objects.filter(canceled_at__isnull=True, status=Status.BOOKED)
    for session in over.filter(bookings__in=open_seats).distinct().select_related("leader"):
        leader = load_actor(session.leader.account_id)
        for client_id in open_seats.filter(session=session).values_list("client_id", flat=True):
            week.record_attendance(
                actor=leader, session_id=session.pk, client_id=client_id, status=Status.PRESENT, now=now
            )
        week.save_shared(
            actor=leader,
            session_id=session.pk,
            topic="Planning ahead",
            method="CBT",
            shared_note="An opening round, then practice in pairs.",
            now=now,
        )
        week.create_drafts(actor=leader, session_id=session.pk, now=now)


def _consent_to(recipient_id: int, actor: Actor, site: Site) -> None:
    """As each of them would have signed it."""
    now = clock.now()
    for client in Client.objects.filter(site=site).order_by("pk")[:CONSENTS]:
        signed = consent.Signed(
            recipient_id=recipient_id,
            recipient_kind="",
            purposes=[Purpose.PAYMENT],
            kinds=[ItemKind.IDENTITY],
            starts_on=now.date() - timedelta(days=1),
            until_on=None,
            until_event=UntilEvent.END_OF_TREATMENT,
            signed_on=now.date() - timedelta(days=1),
            signed_how="paper",
        )
        consent.record_consent(actor=actor, client_id=client.pk, signed=signed, now=now)
