"""What an action refused, shown beside the fields it is about, in the language of the page where its catalog has it.
The one place where `Refused` meets a form.
"""

from collections.abc import Mapping

from django.forms import BaseForm
from django.utils.translation import gettext

from stepwell.kernel.errors import Refused


def show_refusals(
    form: BaseForm, refused: Refused, *, names: Mapping[str, str] | None = None, otherwise: str | None = None
) -> None:
    """Add each refusal to its field; one that names no field of the form goes to `otherwise`, or to the whole form.

    `names` tells what the form calls a place that the action calls something else.
    """
    for refusal in refused.refusals:
        field = (names or {}).get(refusal.where, refusal.where)
        # an empty text would be answered with the catalog's head
        said = " ".join(gettext(words) for words in (refusal.what, refusal.mend) if words)
        form.add_error(field if field in form.fields else otherwise, said)
