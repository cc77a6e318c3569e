"""What an action refused, shown beside the fields it is about, in the language of the page where its catalog has it.
The one place where `Refused` meets a page.
"""

from collections.abc import Mapping
from dataclasses import replace

from django.forms import BaseForm

from stepwell.kernel.errors import Refusal, Refused
from stepwell.look.spoken import spoken


def in_words(refused: Refused) -> tuple[Refusal, ...]:
    """The refusals, each in the language of the page."""
    return tuple(replace(one, what=spoken(one.what), mend=spoken(one.mend)) for one in refused.refusals)


def show_refusals(
    form: BaseForm, refused: Refused, *, names: Mapping[str, str] | None = None, otherwise: str | None = None
) -> None:
    """Add each refusal to its field; one that names no field of the form goes to `otherwise`, or to the whole form.

    `names` tells what the form calls a place that the action calls something else.
    """
    for refusal in in_words(refused):
        field = (names or {}).get(refusal.where, refusal.where)
        said = " ".join(words for words in (refusal.what, refusal.mend) if words)
        form.add_error(field if field in form.fields else otherwise, said)
