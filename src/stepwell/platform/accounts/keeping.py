"""With what a browser locks what it keeps (ADR 18, 29)."""

from base64 import b64encode

from django.contrib.auth.base_user import AbstractBaseUser
from django.http import HttpRequest
from django.utils.crypto import salted_hmac


def keep_key(request: HttpRequest) -> str:
    """What look/keep.js and look/queue.js encrypt with: the same for one person until their password changes, and
    never stored. Made from the account's session hash and the server's secret, so no other account gets it.
    """
    user = request.user
    given = user.get_session_auth_hash() if isinstance(user, AbstractBaseUser) else ""
    return b64encode(salted_hmac("stepwell.keep", given, algorithm="sha256").digest()).decode("ascii")
