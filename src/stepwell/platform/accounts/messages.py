"""What accounts send: links, and word of a change. Registered as the app starts."""

from enum import StrEnum

from stepwell.platform.notify.words import register_template


class Purpose(StrEnum):
    """What the link is for. The value is what the database holds."""

    SIGN_IN = "sign in"
    INVITATION = "invitation"


_WORDS = {
    Purpose.SIGN_IN: ("Your link to sign in", "Open this link to sign in. It works once, for 10 minutes."),
    Purpose.INVITATION: ("Your Stepwell account", "Open this link to choose your password. It works for three days."),
}
for _purpose, (_subject, _text) in _WORDS.items():
    register_template(
        f"link.{_purpose.value}",
        takes=("link",),
        subject=_subject,
        body=f"{_text}\n\n$link\n\nIf you didn't ask for it, do nothing: without you it opens nothing.",
        sms=f"{_text} $link",
    )
register_template(
    "sign_in.changed",
    subject="How you sign in was changed",
    body="Something in the way you sign in was changed: a password, a code or a passkey. If that was you, all is well. "
    "If it wasn't, tell your program today.",
)
