"""Which adapters this installation has, by its settings. A channel without one is said to be out of reach."""

from urllib.parse import urlsplit

from django.conf import settings

from stepwell.platform.notify.adapters import Adapter
from stepwell.platform.notify.adapters.mailbox import MailboxAdapter
from stepwell.platform.notify.adapters.push import PushAdapter
from stepwell.platform.notify.adapters.smtp import SmtpAdapter
from stepwell.platform.notify.adapters.telephony import Carrier, TextAdapter, VoiceAdapter
from stepwell.platform.notify.rules import Channel

REPORTS_PATH = "/notify/status/"


def chosen_adapters() -> dict[Channel, Adapter]:
    """The demo sends nothing anywhere; a program sends what it is set up for."""
    if settings.DEMO:
        return dict.fromkeys(Channel, MailboxAdapter())
    adapters: dict[Channel, Adapter] = {}
    if settings.EMAIL_HOST:
        adapters[Channel.EMAIL] = SmtpAdapter()
    if carrier := the_carrier():
        adapters[Channel.SMS], adapters[Channel.VOICE] = TextAdapter(carrier), VoiceAdapter(carrier)
    if settings.NOTIFY_PUSH_KEY:
        adapters[Channel.PUSH] = PushAdapter(settings.NOTIFY_PUSH_KEY, settings.NOTIFY_PUSH_CONTACT)
    return adapters


def the_carrier() -> Carrier | None:
    """The carrier of texts and calls, if there is one. Without a token anybody could sign its reports."""
    if not (settings.NOTIFY_SMS_ACCOUNT and settings.NOTIFY_SMS_TOKEN):
        return None
    report = f"{settings.PUBLIC_URL}{REPORTS_PATH}" if settings.PUBLIC_URL else ""
    return Carrier(
        settings.NOTIFY_SMS_URL,
        settings.NOTIFY_SMS_ACCOUNT,
        settings.NOTIFY_SMS_TOKEN,
        settings.NOTIFY_SMS_NUMBER,
        report,
    )


def is_push_service(endpoint: str) -> bool:
    """Whether a subscription's address is a push service we know: what a browser sends decides whom we call."""
    try:
        parts = urlsplit(endpoint)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        return False
    if parts.scheme != "https" or "@" in parts.netloc or port not in (None, 443):
        return False
    return any(host == known or host.endswith(f".{known}") for known in settings.NOTIFY_PUSH_HOSTS)
