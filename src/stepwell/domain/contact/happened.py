"""What of being reached stands in a person's timeline: what they said of it, emergencies, and messages that went out.

What a message said isn't kept for long and isn't shown; that one went out is the outbox's to show.
"""

from django.db.models import F, QuerySet, Value
from django.db.models.functions import Coalesce

from stepwell.domain.contact.models import ContactEmergency, SafeContact
from stepwell.domain.contact.permissions import VIEW_CONTACT, visible_contacts
from stepwell.domain.people.happened import Row, Source
from stepwell.domain.people.models import Client
from stepwell.kernel.actor import Actor
from stepwell.kernel.happened import Happened, Kind
from stepwell.platform.notify.models import Message
from stepwell.platform.notify.permissions import VIEW_OUTBOX
from stepwell.platform.notify.rules import Channel, State

CALLS = Kind("g", "Calls and outreach", "phone")
MESSAGES = Kind("p", "Messages", "bell")
_CHANNELS = {Channel.EMAIL: "E-mail", Channel.SMS: "Text", Channel.VOICE: "Call", Channel.PUSH: "Phone notice"}
_LOST = frozenset({State.BOUNCED, State.GIVEN_UP})


def _wishes(actor: Actor, client: Client) -> "QuerySet[SafeContact]":
    return SafeContact.objects.filter(visible_contacts(actor), client=client)


def _said(row: Row) -> Happened:
    value = "not safe to contact" if row.facts["unsafe"] else "said anew"
    return row.told("How to reach them", value=value, leads_to=("contact", row.key))


def _emergencies(actor: Actor, client: Client) -> "QuerySet[ContactEmergency]":
    return ContactEmergency.objects.filter(visible_contacts(actor), client=client)


def _against(row: Row) -> Happened:
    return row.told("Contacted in an emergency", value="against their wish", leads_to=("contact", row.key))


def _messages(actor: Actor, client: Client) -> "QuerySet[Message]":
    seen = client.account_id is not None and client.site_id in actor.sites_for(VIEW_OUTBOX)
    return Message.objects.filter(account_id=client.account_id) if seen else Message.objects.none()


def _sent(row: Row) -> Happened:
    state = State(row.facts["state"])
    return row.told(
        _CHANNELS[Channel(row.facts["channel"])],
        state=(state.value.capitalize(), "warn" if state in _LOST else "neutral"),
        leads_to=("outbox", row.key),
    )


_BY_CLIENT = Coalesce(F("written_by__name"), Value("the client"))
SOURCES = (
    Source("wish", CALLS, VIEW_CONTACT, _wishes, "said_at", _said, _BY_CLIENT, {"unsafe": "is_unsafe"}),
    Source("emergency", CALLS, VIEW_CONTACT, _emergencies, "opened_at", _against, "staff__name"),
    Source(
        "message", MESSAGES, VIEW_OUTBOX, _messages, "asked_at", _sent, facts={"channel": "channel", "state": "state"}
    ),
)
