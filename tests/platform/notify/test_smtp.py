"""The mail adapter against a real SMTP server on loopback: what it says of every answer a server may give."""

import asyncio
import os
import ssl
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from email.policy import default
from ipaddress import ip_address
from uuid import UUID

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from stepwell.platform.notify.adapters import Accepted, Envelope, NotTaken
from stepwell.platform.notify.adapters.smtp import SmtpAdapter

KEY = UUID("5f0c2c1e-58a4-4f44-9c4c-0d8f8f3c5a10")
LETTER = Envelope(KEY, "ana@example.test", "A message for you", "Hello — it’s time.", is_urgent=False)


class Server:
    """Takes mail, or answers what it was told to at RCPT or DATA."""

    def __init__(self):
        self.taken, self.at_rcpt, self.at_data, self.drops = [], None, None, False

    async def handle_RCPT(self, server, session, envelope, address, options):  # noqa: N802 - aiosmtpd names it
        if self.at_rcpt:
            return self.at_rcpt
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):  # noqa: N802 - aiosmtpd names it
        if self.drops:
            server.transport.abort()
            await asyncio.sleep(0)
            return "250 nobody hears this"
        if self.at_data:
            return self.at_data
        self.taken.append(envelope)
        return "250 OK"


@pytest.fixture
def serve(settings, unused_port):
    """`serve(login=True)` starts a server and points the settings at it."""
    running = []

    def serve(**options):
        handler = Server()
        controller = Controller(handler, hostname="127.0.0.1", port=unused_port(), **options)
        controller.start()
        running.append(controller)
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", controller.port
        settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
        settings.NOTIFY_EMAIL_FROM = "North House <no-reply@north.example>"
        return handler

    yield serve
    for controller in running:
        controller.stop()


def test_a_letter_is_taken_with_its_words_its_sender_and_our_key(serve):
    server = serve()
    answer = SmtpAdapter().send(LETTER)
    [taken] = server.taken
    letter = message_from_bytes(taken.content, policy=default)
    assert answer == Accepted(f"<{KEY}@north.example>")
    assert {name: letter[name] for name in ("Message-ID", "From", "To", "Subject", "Auto-Submitted")} == {
        "Message-ID": answer.provider_id,
        "From": "North House <no-reply@north.example>",
        "To": "ana@example.test",
        "Subject": "A message for you",
        "Auto-Submitted": "auto-generated",
    }
    assert letter.get_content().strip() == "Hello — it’s time."
    assert (taken.mail_from, taken.rcpt_tos) == ("no-reply@north.example", ["ana@example.test"])


def test_a_second_try_carries_the_same_message_id(serve):
    server = serve()
    assert SmtpAdapter().send(LETTER) == SmtpAdapter().send(LETTER)
    first, second = (message_from_bytes(one.content)["Message-ID"] for one in server.taken)
    assert first == second


@pytest.mark.parametrize("step", ["at_rcpt", "at_data"])
@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("451 later", NotTaken("smtp 451")),
        ("452 full", NotTaken("smtp 452")),
        ("550 nobody here", NotTaken("smtp 550", is_permanent=True)),
        ("554 no", NotTaken("smtp 554", is_permanent=True)),
    ],
)
def test_a_refusal_is_for_now_or_for_good_as_its_code_says(serve, step, said, expected):
    setattr(serve(), step, said)
    assert SmtpAdapter().send(LETTER) == expected


def test_a_connection_that_breaks_in_the_middle_is_worth_another_try(serve):
    serve().drops = True
    answer = SmtpAdapter().send(LETTER)
    assert isinstance(answer, NotTaken)
    assert not answer.is_permanent


def test_where_nothing_listens_another_try_is_worth_it(settings, unused_port):
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", unused_port()
    assert SmtpAdapter().send(LETTER) == NotTaken("network ConnectionRefusedError")


def test_nothing_goes_out_in_clear_where_the_settings_want_tls(serve, settings):
    server = serve()
    settings.EMAIL_USE_TLS = True
    assert SmtpAdapter().send(LETTER) == NotTaken("smtp SMTPNotSupportedError")
    assert server.taken == []


def test_a_mail_server_that_nobody_vouches_for_gets_no_letter(serve, settings, tmp_path):
    key, now = ec.generate_private_key(ec.SECP256R1()), datetime.now(UTC)
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "127.0.0.1")])
    made = x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number(), now, now + timedelta(1))
    made = made.add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False)
    file = tmp_path / "own.pem"
    clear = (Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    file.write_bytes(key.private_bytes(*clear) + made.sign(key, SHA256()).public_bytes(Encoding.PEM))
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(file)
    server = serve(tls_context=context)
    settings.EMAIL_USE_TLS = True
    assert SmtpAdapter().send(LETTER) == NotTaken("smtp SSLCertVerificationError")
    assert server.taken == []


@pytest.mark.filterwarnings("ignore:Requiring AUTH")
def test_a_login_that_is_refused_is_ours_to_mend(serve, settings):
    server = serve(
        authenticator=lambda *_: AuthResult(success=False, handled=False), auth_required=True, auth_require_tls=False
    )
    settings.EMAIL_HOST_USER, settings.EMAIL_HOST_PASSWORD = "stepwell", "wrong"
    assert SmtpAdapter().send(LETTER) == NotTaken("smtp 535")
    assert server.taken == []


def test_an_address_with_a_line_break_reaches_no_server(serve):
    server = serve()
    forged = Envelope(KEY, "ana@example.test\nBcc: all@example.test", "A message", "Hello", is_urgent=False)
    assert SmtpAdapter().send(forged) == NotTaken("address can't be written", is_permanent=True)
    assert server.taken == []


@pytest.mark.parametrize("word", ["", "ssl", "STARTTLS", "true"])
def test_a_word_for_tls_that_nobody_knows_stops_the_start_rather_than_sending_in_clear(word):
    ran = subprocess.run(
        [sys.executable, "-c", "import stepwell.settings"],
        env={**os.environ, "STEPWELL_SMTP_TLS": word, "PYTHONPATH": os.pathsep.join(sys.path)},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert ran.returncode != 0
    assert "STEPWELL_SMTP_TLS" in ran.stderr
