"""All writes of measures: sheets that staff fill in, and questions that a client answers on the phone."""

from stepwell.domain.measures.actions.phone import ask_on_phone, save_own_answer, send_own_answers, take_back_asking
from stepwell.domain.measures.actions.sheets import Saved, complete_sheet, open_sheet, review_alarm, save_answers

__all__ = [
    "Saved",
    "ask_on_phone",
    "complete_sheet",
    "open_sheet",
    "review_alarm",
    "save_answers",
    "save_own_answer",
    "send_own_answers",
    "take_back_asking",
]
