"""All writes of measures: sheets that staff fill in, questions on the phone, and the schedules that ask them."""

from stepwell.domain.measures.actions.phone import (
    ask_on_phone,
    can_be_put_off,
    put_off_asking,
    save_own_answer,
    send_own_answers,
    take_back_asking,
)
from stepwell.domain.measures.actions.schedules import ask_due, set_schedule, take_presets
from stepwell.domain.measures.actions.sheets import Saved, complete_sheet, open_sheet, review_alarm, save_answers

__all__ = [
    "Saved",
    "ask_due",
    "ask_on_phone",
    "can_be_put_off",
    "complete_sheet",
    "open_sheet",
    "put_off_asking",
    "review_alarm",
    "save_answers",
    "save_own_answer",
    "send_own_answers",
    "set_schedule",
    "take_back_asking",
    "take_presets",
]
