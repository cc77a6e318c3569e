"""Web push (RFC 8030) with VAPID (RFC 8292), encrypted for the browser (RFC 8291): pywebpush speaks all three."""

from base64 import urlsafe_b64encode
from dataclasses import dataclass, field
from datetime import timedelta

import orjson
import requests
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from py_vapid import Vapid
from pywebpush import WebPushException, webpush

from stepwell.platform.notify.adapters import Accepted, Answer, Envelope, NotTaken

_SECONDS = 15
_GONE = (404, 410)
_UNREADABLE = NotTaken("subscription can't be read", is_permanent=True, is_gone=True)


def public_key(private_key: str) -> str:
    """The half of the VAPID key that a browser gets, in base64url: the uncompressed point."""
    point = Vapid.from_string(private_key).public_key.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    return urlsafe_b64encode(point).rstrip(b"=").decode()


@dataclass(frozen=True, slots=True)
class PushAdapter:
    """`private_key` is the server's VAPID key (base64url of the P-256 scalar); `contact` a mailto: address."""

    private_key: str = field(repr=False)
    contact: str

    def send(self, envelope: Envelope) -> Answer:
        """Accepted once the browser's push service has it; whether the phone is on, nobody learns."""
        try:
            answer = webpush(
                subscription_info=orjson.loads(envelope.to),
                data=orjson.dumps({"title": envelope.subject, "body": envelope.text}),
                vapid_private_key=self.private_key,
                vapid_claims={"sub": self.contact},
                # the push service drops what is older, and replaces the same topic rather than piling up
                ttl=300 if envelope.is_urgent else 86_400,
                headers={"Urgency": "high" if envelope.is_urgent else "normal", "Topic": envelope.key.hex[:32]},
                timeout=_SECONDS,
                requests_session=_straight(),
            )
        except WebPushException as refused:
            # without an answer nothing was sent: the subscription lacks what it must have
            return _UNREADABLE if refused.response is None else _not_taken(refused.response)
        except requests.RequestException as failed:
            return NotTaken(f"network {type(failed).__name__}")
        except (ValueError, LookupError, TypeError, AttributeError):
            return _UNREADABLE
        return Accepted(getattr(answer, "headers", {}).get("Location", "")[:200])


def _straight() -> requests.Session:
    """Only to the address we have checked, whatever it answers."""
    session = requests.Session()
    session.max_redirects = 0
    return session


def _not_taken(response: requests.Response) -> NotTaken:
    status = response.status_code
    after = response.headers.get("Retry-After", "")
    wait = timedelta(seconds=int(after)) if after.isdecimal() and len(after) < 8 else None
    is_permanent = 400 <= status < 500 and status != 429
    return NotTaken(f"push {status}", is_permanent=is_permanent, is_gone=status in _GONE, retry_after=wait)
