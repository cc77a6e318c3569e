"""What somebody in danger is told, who is on call when, and who is paged next. Pure."""

from stepwell.domain.safety.rules.help import (
    HELP_WORDS,
    HelpStatus,
    Seen,
    door_words,
    help_status,
    said_when,
    since_words,
)

__all__ = ["HELP_WORDS", "HelpStatus", "Seen", "door_words", "help_status", "said_when", "since_words"]
