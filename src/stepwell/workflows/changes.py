"""Sessions that changed are told to who is booked: one message each, by a way that is safe; else a person has to.

What changed marks itself (`week.actions.telling`); here it is looked at when it can't be undone any more. Whoever
knows how it is by then is left in peace.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from stepwell.domain.contact.queries import message_ways
from stepwell.domain.people.models import Client
from stepwell.domain.week.actions.telling import TASK, keep_words
from stepwell.domain.week.models import SessionWord
from stepwell.domain.week.queries.told import difference, words_due
from stepwell.domain.week.rules.telling import Kind, News, news_of
from stepwell.domain.worklist.actions import finish_task, raise_task
from stepwell.kernel.actor import system
from stepwell.platform.ledger.unit import action
from stepwell.platform.notify.actions import send_message
from stepwell.platform.notify.models import Message
from stepwell.platform.notify.rules import Channel
from stepwell.platform.notify.words import register_template
from stepwell.workflows.appointment import day_words, how_words, link_words, when_words

TELLER = system("changes")
_SUBJECT = "Your appointment"
_OFF = "Your appointment on $when does not take place."
_MOVED = "Your appointment of $was is now on $when."
_ELSEWHERE = "Your appointment on $when is in another place."
_EXPECTED = "You are expected on $when."
_SEVERAL = "Some of your appointments from $when on have changed."
_CANT = "If you can't come, $how."


def _register(kind: Kind, takes: tuple[str, ...], first: str, link: str, last: str) -> None:
    name = f"change_{kind.value}"
    body, sms = f"{first}\n\n{link}: $link\n\n{last}", f"{first} {link}: $link {last}"
    register_template(name, takes=(*takes, "link", "how"), subject=_SUBJECT, body=body, sms=sms)


_register(Kind.CANCELED, ("when",), _OFF, "What comes next", "With a question, $how.")
_register(Kind.MOVED, ("was", "when"), _MOVED, "Where it is", _CANT)
_register(Kind.ELSEWHERE, ("when",), _ELSEWHERE, "Where it is", _CANT)
_register(Kind.EXPECTED, ("when",), _EXPECTED, "Where it is", _CANT)
_register(Kind.SEVERAL, ("when",), _SEVERAL, "See them", "With a question, $how.")


@action
def tell_changes(now: datetime) -> int:
    """Tell everybody whose sessions aren't as they know them. Returns how many messages went on their way."""
    due = words_due(now)
    people = {client_id: words[0].booking.client for client_id, words in due.items()}
    ways = message_ways(people.values(), now)
    sent = 0
    for client_id, words in due.items():
        news = news_of([difference(one) for one in words], now)
        message = None
        if news is None:
            finish_task(actor=TELLER, kind=TASK, subject_id=client_id, now=now)
        elif client_id in ways:
            message = _send(people[client_id], ways[client_id][0], news, now)
            sent += 1
        else:
            _leave_to_a_person(people[client_id], words, news, now)
        keep_words(words, message, is_told=message is not None, now=now)
    return sent


def _send(client: Client, channel: Channel, news: News, now: datetime) -> Message:
    assert client.account_id is not None  # there is a way to it
    context = {"when": when_words(news.to, client.site), "link": link_words(), "how": how_words(client.site)}
    if news.kind is Kind.MOVED:
        context["was"] = when_words(news.at, client.site)
    elif news.kind is Kind.SEVERAL:
        context["when"] = day_words(news.at, client.site)
    return send_message(
        actor=TELLER,
        account_id=client.account_id,
        channel=channel,
        template=f"change_{news.kind.value}",
        context=context,
        now=now,
    )


def _leave_to_a_person(client: Client, words: Sequence[SessionWord], news: News, now: datetime) -> None:
    """No message may go: who leads the session, or else the care team, tells them."""
    raise_task(
        actor=TELLER,
        site=client.site,
        client=client,
        owner=words[0].booking.session.leader,
        kind=TASK,
        subject_id=client.pk,
        title="Tell them that a session changed",
        reason=f"{day_words(news.at, client.site)}. No message may go to them.",
        due_at=max(now, min(news.at, now + timedelta(days=1))),
        now=now,
    )
