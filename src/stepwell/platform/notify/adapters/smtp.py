"""E-mail by SMTP (RFC 5321), with TLS as the settings say. Django builds the message and speaks the protocol."""

import smtplib
import ssl

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.smtp import EmailBackend

from stepwell.platform.notify.adapters import Accepted, Answer, Envelope, NotTaken

_SECONDS = 20


class SmtpAdapter:
    """One connection a message: a clinic sends few, and a kept connection dies unseen."""

    def send(self, envelope: Envelope) -> Answer:
        """Accepted once the server has taken responsibility for it (250 after DATA)."""
        message_id = f"<{envelope.key}@{_domain()}>"
        mail = EmailMessage(
            subject=envelope.subject,
            body=envelope.text,
            from_email=settings.NOTIFY_EMAIL_FROM,
            to=[envelope.to],
            # the same at each try, so that a mailer that gets it twice shows it once; and no out-of-office answers it
            headers={"Message-ID": message_id, "Auto-Submitted": "auto-generated"},
            connection=EmailBackend(timeout=_SECONDS),
        )
        try:
            mail.send()
        except smtplib.SMTPRecipientsRefused as refused:
            code = next(iter(refused.recipients.values()))[0]
            return NotTaken(f"smtp {code}", is_permanent=code >= 500)
        except smtplib.SMTPResponseException as refused:
            # a login that is refused is ours to mend, and worth a later try
            is_permanent = refused.smtp_code >= 500 and not isinstance(refused, smtplib.SMTPAuthenticationError)
            return NotTaken(f"smtp {refused.smtp_code}", is_permanent=is_permanent)
        except (smtplib.SMTPException, ssl.SSLError) as failed:
            return NotTaken(f"smtp {type(failed).__name__}")
        except OSError as failed:
            return NotTaken(f"network {type(failed).__name__}")
        except ValueError:
            return NotTaken("address can't be written", is_permanent=True)
        return Accepted(message_id)


def _domain() -> str:
    """Of the address we send from."""
    return settings.NOTIFY_EMAIL_FROM.rsplit("@", 1)[-1].strip("> ") or "localhost"
