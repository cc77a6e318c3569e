"""Answers in FHIR's form, and what every one of them carries. Sources: https://hl7.org/fhir/R4/http.html, RFC 6750."""

from collections.abc import Mapping
from math import ceil
from typing import Any, Final

import orjson
from django.http import HttpResponse

JSON: Final = "application/fhir+json"
# An answer for one system alone, in JSON: nothing in it is a page, and nothing may keep it.
_ALWAYS: Final = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
    "Vary": "Accept, Authorization",
}


def answer(status: int, content: bytes, headers: Mapping[str, str] | None = None) -> HttpResponse:
    """Bytes of a resource, or nothing."""
    sent = {**_ALWAYS, **(headers or {})}
    if status != 304:
        sent["Content-Length"] = str(len(content))
    return HttpResponse(content, status=status, content_type=f"{JSON}; charset=utf-8", headers=sent)


def problem(status: int, code: str, words: str, headers: Mapping[str, str] | None = None) -> HttpResponse:
    """An OperationOutcome. `code` is one of FHIR's issue types; the words name nobody."""
    outcome: dict[str, Any] = {
        "resourceType": "OperationOutcome",
        "issue": [{"severity": "error", "code": code, "diagnostics": words}],
    }
    return answer(status, orjson.dumps(outcome), headers)


def nothing_there() -> HttpResponse:
    """The one 404: for who isn't a client, who didn't consent, and what is no id. It tells nothing (42 CFR §2.13)."""
    return problem(404, "not-found", "There is nothing here for you.")


def too_fast(wait: float) -> HttpResponse:
    """RFC 6585 §4: in so many seconds it may ask again."""
    return problem(429, "throttled", "Too many reads at once. Wait, and go on.", {"Retry-After": str(ceil(wait))})


def unreadable() -> HttpResponse:
    """A request that is none: a host that isn't ours, or more parameters than anybody needs."""
    return problem(400, "invalid", "This can't be read.")


def not_now(seconds: str) -> HttpResponse:
    """Nothing was written down, so nothing goes out; in so many seconds it may be otherwise."""
    words = "Nothing can be read at the moment. Ask again later."
    return problem(503, "transient", words, {"Retry-After": seconds})


def broken() -> HttpResponse:
    """A fault of ours. It is in the log."""
    return problem(500, "exception", "Something broke on our side. It has been noted.")


def no_token(error: str = "", words: str = "Send a bearer token.") -> HttpResponse:
    """RFC 6750 §3: which error, unless no token was sent at all."""
    challenge = 'Bearer realm="Stepwell FHIR"' + (f', error="{error}"' if error else "")
    return problem(401, "login", words, {"WWW-Authenticate": challenge})


def no_scope(scope: str) -> HttpResponse:
    """RFC 6750 §3.1: the token is right, and isn't for this."""
    challenge = f'Bearer realm="Stepwell FHIR", error="insufficient_scope", scope="{scope}"'
    return problem(403, "forbidden", "This token isn't for that.", {"WWW-Authenticate": challenge})
