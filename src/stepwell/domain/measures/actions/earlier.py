"""Answers to a text that changed while somebody was answering: kept with the text that was shown, never scored."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID, uuid4

from stepwell.domain.measures.models import Administration, Mode
from stepwell.domain.measures.rules import Answers, Instrument
from stepwell.domain.measures.rules.earlier import is_plausible
from stepwell.domain.people.models import Client
from stepwell.kernel.actor import Actor
from stepwell.kernel.errors import refuse
from stepwell.platform.ledger.unit import record


def keep_earlier(
    actor: Actor,
    client: Client,
    instrument: Instrument,
    version: str,
    answers: Answers,
    now: datetime,
    *,
    sheet: Administration | None,
    sheet_id: UUID | None = None,
    mode: Mode = Mode.STAFF,
) -> Administration:
    """The sheet of that version, set aside, with these answers beside those that were saved before. The same page sent
    twice is one sheet; a page that no version could have made is refused.

    `sheet` is the page's own, locked, where it has been saved before.
    """
    if not is_plausible(version, answers):
        raise refuse(
            "The questions have changed since this page was opened. Nothing was saved.",
            mend="Read the questions again with the person, then save.",
        )
    if sheet is None or sheet.instrument_version != version or sheet.completed_at is not None:
        taken = sheet_id is None or Administration.objects.filter(pk=sheet_id).exists()
        sheet = Administration(
            pk=uuid4() if taken else sheet_id,
            client=client,
            instrument_code=instrument.code,
            instrument_version=version,
            language=instrument.language,
            mode=mode,
            rater_id=actor.staff_id,
            started_at=now,
        )
    kept = {**sheet.answers, **answers}
    if sheet.set_aside_at is None or kept != sheet.answers:
        by: Mapping[str, int | None] = dict.fromkeys(answers, actor.staff_id)
        sheet.answers, sheet.answered_by = kept, {**sheet.answered_by, **by}
        sheet.saved_at, sheet.set_aside_at = now, sheet.set_aside_at or now
        sheet.save()
        record(actor, "answers.set_aside", client_id=client.pk, subject=("administration", sheet.pk))
    return sheet
