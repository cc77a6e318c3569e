"""The demo's adapter: nothing leaves the machine, and the mailbox page shows what would have."""

from stepwell.platform.notify.adapters import Accepted, Answer, Envelope


class MailboxAdapter:
    """Takes everything: the outbox itself is the mailbox."""

    def send(self, envelope: Envelope) -> Answer:
        """Taken at once."""
        return Accepted(f"demo-{envelope.key}")
