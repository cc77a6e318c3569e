"""Text messages and calls through a REST API as Twilio documents it (2010-04-01, Messages and Calls).

Other carriers offer the same API; `base_url` says which. It knows no idempotency key: a worker that dies between the
carrier's answer and our commit sends a second time. The report's address carries our own key, so that what was sent is
found even then.
"""

from base64 import b64encode
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from hashlib import sha1
from hmac import compare_digest, new
from xml.sax.saxutils import escape

import requests

from stepwell.platform.notify.adapters import Accepted, Answer, Envelope, NotTaken
from stepwell.platform.notify.rules import State

# The carrier's own codes for a number that will never take it: wrong, not a mobile, not served, wrote STOP.
_NEVER = {21211, 21214, 21217, 21219, 21408, 21610, 21612, 21614, 21635}
_STOPPED = 21610

REPORTS: dict[str, State] = {
    "sent": State.SENT,
    "delivered": State.DELIVERED,
    "undelivered": State.BOUNCED,
    "failed": State.BOUNCED,
    # a call: answered and heard, or not
    "completed": State.DELIVERED,
    "busy": State.BOUNCED,
    "no-answer": State.BOUNCED,
    "canceled": State.BOUNCED,
}


@dataclass(frozen=True, slots=True)
class Carrier:
    """The account at the carrier. `report_url` is where it reports; empty where it can't reach us."""

    base_url: str
    account: str
    token: str = field(repr=False)
    number: str
    report_url: str = ""
    # seconds to connect, and between two pieces of the answer
    patience: tuple[float, float] = (5, 15)

    def post(self, resource: str, key: object, form: dict[str, str]) -> Answer:
        """One request, answered within twenty seconds."""
        url = f"{self.base_url}/2010-04-01/Accounts/{self.account}/{resource}.json"
        if self.report_url:
            form = {**form, "StatusCallback": f"{self.report_url}{key}/"}
        try:
            answer = requests.post(
                url, data=form, auth=(self.account, self.token), timeout=self.patience, allow_redirects=False
            )  # fmt: skip
            said = answer.json()
        except requests.JSONDecodeError:
            return NotTaken(f"http {answer.status_code}")
        except requests.RequestException as failed:
            return NotTaken(f"network {type(failed).__name__}")
        return _understood(answer.status_code, said if isinstance(said, dict) else {}, answer.headers)

    def signed(self, url: str, form: Mapping[str, str], signature: str) -> bool:
        """Whether the carrier sent this: HMAC-SHA1 over the address and the sorted fields, as it documents it."""
        message = url + "".join(name + form[name] for name in sorted(form))
        expected = b64encode(new(self.token.encode(), message.encode(), sha1).digest()).decode()
        return compare_digest(expected.encode(), signature.encode())


@dataclass(frozen=True, slots=True)
class TextAdapter:
    """Text messages."""

    carrier: Carrier

    def send(self, envelope: Envelope) -> Answer:
        """Accepted once the carrier has queued it."""
        form = {"To": envelope.to, "From": self.carrier.number, "Body": envelope.text}
        return self.carrier.post("Messages", envelope.key, form)


@dataclass(frozen=True, slots=True)
class VoiceAdapter:
    """A call that says the words twice."""

    carrier: Carrier

    def send(self, envelope: Envelope) -> Answer:
        """Accepted once the carrier dials."""
        words = escape(envelope.text)
        spoken = f'<Response><Say>{words}</Say><Pause length="1"/><Say>{words}</Say></Response>'
        form = {"To": envelope.to, "From": self.carrier.number, "Twiml": spoken}
        return self.carrier.post("Calls", envelope.key, form)


def _understood(status: int, said: Mapping[str, object], headers: Mapping[str, str]) -> Answer:
    if status in (200, 201) and said.get("sid"):
        return Accepted(str(said["sid"]))
    raw = said.get("code")
    code = raw if isinstance(raw, int) else 0
    words = f"carrier {code}" if code else f"http {status}"
    if code in _NEVER:
        return NotTaken(words, is_permanent=True, is_stopped=code == _STOPPED)
    # our own login at the carrier is ours to mend: worth a later try
    is_permanent = 400 <= status < 500 and status not in (401, 403, 408, 409, 429)
    return NotTaken(words, is_permanent=is_permanent, retry_after=_seconds(headers.get("Retry-After", "")))


def _seconds(text: str) -> timedelta | None:
    return timedelta(seconds=int(text)) if text.isdecimal() and len(text) < 8 else None
