"""A passkey made of software: what a browser would send for the challenge that a window was given."""

import json
from hashlib import sha256
from typing import Any

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from fido2.cose import ES256
from fido2.utils import websafe_encode
from fido2.webauthn import AttestationObject, AttestedCredentialData, AuthenticatorData, CollectedClientData

_HOST, _ID = "testserver", b"made of software"
_PRESENT_AND_VERIFIED = AuthenticatorData.FLAG.UP | AuthenticatorData.FLAG.UV


class Passkey:
    """One key for one account."""

    def __init__(self, account_id: int) -> None:
        self.account_id = account_id
        self.key = ec.generate_private_key(ec.SECP256R1())

    def introduced(self, challenge: str) -> dict[str, Any]:
        """What is sent when it is added."""
        public = ES256.from_cryptography_key(self.key.public_key())
        known = AttestedCredentialData.create(bytes(16), _ID, public)
        flags = _PRESENT_AND_VERIFIED | AuthenticatorData.FLAG.AT
        data = AuthenticatorData.create(sha256(_HOST.encode()).digest(), flags, 1, known)
        return self._sent(
            clientDataJSON=_client("webauthn.create", challenge),
            attestationObject=AttestationObject.create("none", data, {}),
        )

    def answered(self, challenge: str, counter: int = 2) -> dict[str, Any]:
        """What is sent when it is used."""
        data = AuthenticatorData.create(sha256(_HOST.encode()).digest(), _PRESENT_AND_VERIFIED, counter)
        client = _client("webauthn.get", challenge)
        signature = self.key.sign(data + sha256(client).digest(), ec.ECDSA(hashes.SHA256()))
        from allauth.account.utils import user_pk_to_url_str

        from stepwell.platform.accounts.models import User

        handle = user_pk_to_url_str(User(pk=self.account_id)).encode()
        return self._sent(clientDataJSON=client, authenticatorData=data, signature=signature, userHandle=handle)

    def _sent(self, **response: bytes) -> dict[str, Any]:
        spelled = {name: websafe_encode(value) for name, value in response.items()}
        own = websafe_encode(_ID)
        return {
            "id": own,
            "rawId": own,
            "type": "public-key",
            "clientExtensionResults": {"credProps": {"rk": True}},
            "authenticatorAttachment": "platform",
            "response": spelled,
        }


def _client(kind: str, challenge: str) -> bytes:
    return CollectedClientData.create(kind, challenge, f"http://{_HOST}")


def as_field(credential: dict[str, Any]) -> str:
    """The hidden field's value."""
    return json.dumps(credential)
