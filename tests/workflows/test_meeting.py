"""Who isn't on track by their own answers is on the team meeting's agenda, in words without a number."""

from datetime import timedelta

from tests.cast import NOW, TODAY
from tests.clinic import make_clinic
from tests.workflows.test_progress import answered

from stepwell.domain.admissions.models import Episode
from stepwell.workflows.meeting import open_with_answers, refresh_with_answers


def test_who_is_not_on_track_is_talked_about(world):
    clinic = make_clinic(world, people=2)
    Episode.objects.update(started_on=TODAY - timedelta(days=18))
    ana, darnell = clinic.clients
    answered(ana, "phq-9", 6, 19)
    supervisor = world.actor("supervisor")
    meeting = open_with_answers(actor=supervisor, site_id=world.site.pk, now=NOW)
    (item,) = meeting.items.all()
    assert item.client_id == ana.pk
    assert item.reasons == [["not on track", "PHQ-9: worse than at the start, beyond chance."]]
    answered(darnell, "gad-7", 3, 18)
    assert refresh_with_answers(actor=supervisor, meeting_id=meeting.pk, now=NOW) == 1
