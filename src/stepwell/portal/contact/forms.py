"""Yes or no to each way, one pair of hours for all of them, and that it isn't safe."""

from datetime import time
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from stepwell.domain.contact.models import SafeContact
from stepwell.domain.contact.rules import Way, Wish, Wishes

_TIME = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
QUESTIONS = {
    Way.CALL: _("You may call me"),
    Way.VOICEMAIL: _("You may leave a voicemail"),
    Way.TEXT: _("You may text me"),
    Way.EMAIL: _("You may e-mail me"),
    Way.LETTER: _("You may send letters home"),
    Way.NOTICE: _("You may send notices to my phone"),
}


class ContactForm(forms.Form):
    """What holds when nothing was said is ticked as it is kept; saving says all of it."""

    seen = forms.IntegerField(widget=forms.HiddenInput)
    is_unsafe = forms.BooleanField(
        label=_("Don’t contact me at all"),
        required=False,
        help_text=_("It isn’t safe now. Take the tick away when it is."),
    )
    from_time = forms.TimeField(label=_("Only from"), required=False, widget=_TIME)
    until_time = forms.TimeField(label=_("until"), required=False, widget=_TIME)
    call_as = forms.CharField(
        label=_("Say you are"),
        required=False,
        help_text=_("A name that tells nobody anything, such as a first name."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    words = forms.CharField(
        label=_("Anything else to mind"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "autocomplete": "off"}),
    )

    def __init__(self, data: Any = None, *, wishes: Wishes, ticked: set[Way], said: SafeContact | None) -> None:
        hours = common_hours(wishes)
        initial: dict[str, object] = {"seen": said.pk if said else 0, "is_unsafe": wishes.is_unsafe}
        initial |= {"from_time": hours[0], "until_time": hours[1]}
        initial |= {way.value: way in ticked for way in QUESTIONS}
        if said is not None:
            initial |= {"call_as": said.call_as, "words": said.words}
        super().__init__(data, initial=initial)
        for way, words in QUESTIONS.items():
            self.fields[way.value] = forms.BooleanField(label=words, required=False)
        self.order_fields(["seen", "is_unsafe", *(way.value for way in QUESTIONS)])

    def clean(self) -> None:
        """Both times or none, and not the same."""
        first, last = self.cleaned_data.get("from_time"), self.cleaned_data.get("until_time")
        if (first is None) is not (last is None):
            self.add_error("until_time", gettext("Give both times, or neither."))
        elif first is not None and first == last:
            self.add_error("until_time", gettext("These are the same. Leave both empty for any time."))

    def wishes(self) -> Wishes:
        """The hours hold for what is heard when it comes: a letter and a mailbox know none."""
        data = self.cleaned_data
        hours = (data["from_time"], data["until_time"])
        ways = {}
        for way in QUESTIONS:
            timed = data[way.value] and way not in (Way.LETTER, Way.EMAIL)
            ways[way] = Wish(data[way.value], *(hours if timed else (None, None)))
        return Wishes(data["is_unsafe"], ways)


def common_hours(wishes: Wishes) -> tuple[time | None, time | None]:
    """The hours that the ways share; none where they differ, for a person to say again."""
    found = {(wish.from_time, wish.until_time) for wish in wishes.ways.values() if wish.has_hours}
    return found.pop() if len(found) == 1 else (None, None)
