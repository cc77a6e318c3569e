"""GET /fhir/R4/Patient/{id} and /fhir/R4/metadata."""

import time
from hashlib import sha256
from uuid import UUID

import orjson
from django.conf import settings
from django.http import HttpRequest, HttpResponse

from stepwell.api.fhir import answers
from stepwell.api.fhir.wanted import is_held, takes_json
from stepwell.api.pace import Pace
from stepwell.domain.consent.permissions import READ_PATIENT
from stepwell.domain.consent.queries.disclosure import Ask, Disclosed, Outcome, disclose
from stepwell.domain.consent.rules import NOTICE, digest_of
from stepwell.interop.fhir.capability import capability_statement
from stepwell.interop.fhir.patient import patient_resource
from stepwell.kernel import clock
from stepwell.platform.access.door import page
from stepwell.platform.access.permission import EVERYONE

_MOST_TOKEN = 200
_pace = Pace(settings.FHIR_PER_SECOND)


@page(EVERYONE)
def patient(request: HttpRequest, patient_id: str) -> HttpResponse:
    """Who a client is, for the recipient whose token this is: what a consent covers, and nothing else.

    Open to everyone as pages go: the token is asked for here, and `disclose` answers for it. Each answer with a token
    is in the ledger before it goes out, 304 and 404 too; what is refused unasked (429) or fails (503) shows nothing.
    """
    if (refused := _not_read(request)) is not None:
        return refused
    token = _token(request)
    if isinstance(token, HttpResponse):
        return token
    digest = digest_of(token)
    if wait := _pace.wait(digest, time.monotonic()):
        return answers.too_fast(wait)
    found = disclose(Ask(digest, _client_id(patient_id), clock.now()))
    return _shown(request, found) if found.outcome is Outcome.SHOWN else _NOT_SHOWN[found.outcome]()


_NOT_SHOWN = {
    Outcome.NO_TOKEN: lambda: answers.no_token("invalid_token", "This token isn't known, has ended or was revoked."),
    Outcome.NO_SCOPE: lambda: answers.no_scope(READ_PATIENT.scope),
    Outcome.NOTHING: answers.nothing_there,
}


def _shown(request: HttpRequest, found: Disclosed) -> HttpResponse:
    """The resource with its notice; nothing but them where it is what the recipient has already."""
    assert found.person is not None  # it is shown
    content = orjson.dumps(patient_resource(found.person))
    etag = f'W/"{sha256(content).hexdigest()[:32]}"'
    headers = {"ETag": etag, "Part2-Notice": NOTICE.text, "Part2-Consent": _scope(found)}
    if is_held(etag, request.headers.get("If-None-Match", "")):
        return answers.answer(304, b"", headers)
    return answers.answer(200, content, headers)


@page(EVERYONE)
def metadata(request: HttpRequest) -> HttpResponse:
    """What this server can do. Nothing about anybody, so no token."""
    if (refused := _not_read(request)) is not None:
        return refused
    base = request.build_absolute_uri(request.path).removesuffix("/metadata")
    return answers.answer(200, orjson.dumps(capability_statement(base)))


def _not_read(request: HttpRequest) -> HttpResponse | None:
    """405 and 406: only reading, only JSON. `_format` is there for who can't set `Accept`, and counts before it."""
    if request.method not in ("GET", "HEAD"):
        return answers.problem(405, "not-supported", "Only reading is offered here.", {"Allow": "GET, HEAD"})
    if not takes_json(request.GET.get("_format") or request.headers.get("Accept", "")):
        return answers.problem(406, "not-supported", f"Only {answers.JSON} of FHIR 4.0 is spoken here.")
    return None


def _token(request: HttpRequest) -> str | HttpResponse:
    """What was sent after "Bearer"; RFC 6750 §2.1 alone, never a form or the address."""
    sent = request.headers.get("Authorization", "")
    if not sent:
        return answers.no_token()
    scheme, _, token = sent.partition(" ")
    if scheme.lower() != "bearer" or not token.strip() or len(token) > _MOST_TOKEN:
        return answers.no_token("invalid_token", "Send a bearer token.")
    return token.strip()


def _client_id(text: str) -> UUID | None:
    """The id, spelled as we spell it; any other text is nobody's."""
    try:
        found = UUID(text)
    except ValueError:
        return None
    return found if str(found) == text else None


def _scope(found: Disclosed) -> str:
    """The explanation of the consent's scope that §2.32 wants beside the notice."""
    terms = found.terms
    assert terms is not None  # shown on a consent, or not shown
    until = terms.ends_at.isoformat() if terms.ends_at else terms.until_event
    return f'id={terms.consent_id}; purpose={found.purpose}; kinds="{" ".join(terms.kinds)}"; until="{until}"'
