"""What changed in a plan, as somebody reads it about themselves."""

from django.utils.translation import gettext, gettext_noop

from stepwell.domain.careplan.values import Ending
from stepwell.domain.planreview.rules.difference import Change, Kind
from stepwell.look.spoken import spoken

_KINDS = {
    Kind.ADDED: gettext_noop("New"),
    Kind.CHANGED: gettext_noop("Changed"),
    Kind.CLOSED: gettext_noop("Closed"),
    Kind.REOPENED: gettext_noop("Open again"),
    Kind.GONE: gettext_noop("Left out"),
}
_ENDINGS = {
    "": "",
    Ending.REACHED: gettext_noop("(reached)"),
    Ending.SET_ASIDE: gettext_noop("(set aside)"),
    Ending.MISTAKE: gettext_noop("(written by mistake)"),
}


def plain(change: Change) -> str:
    """`New: step 1.2, Calls before the hard hour`, `Closed: goal for part 1, Sleep. (reached)`"""
    title, ended = f", {change.title}" if change.title else "", spoken(_ENDINGS[change.closed_as])
    return f"{gettext(_KINDS[change.kind])}: {spoken(change.own_what)}{title}{f' {ended}' if ended else ''}"
