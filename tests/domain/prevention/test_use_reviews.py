"""A return to use that is told opens a review: thanks, what came before, what to change, a next step."""

from datetime import timedelta
from uuid import uuid4

import pytest
from tests.cast import NOW, TODAY

from stepwell.domain.checkins.rules import Answers
from stepwell.domain.prevention.actions.plans import save_prevention
from stepwell.domain.prevention.actions.reviews import (
    Talked,
    decide_change,
    finish_use_review,
    save_use_review,
    say_change_made,
)
from stepwell.domain.prevention.models import ProposedChange, Suggestion, UseReview
from stepwell.domain.prevention.queries.reviews import changes_to_make, get_review
from stepwell.domain.worklist.queries import open_tasks
from stepwell.kernel.errors import NotAllowed, NotFound, Refused
from stepwell.workflows.check_in import tell


def check_in(world, use="yes", craving=4, triggers=(), now=NOW):
    answers = Answers(craving=craving, mood=4, use=use, triggers=triggers)
    return tell(actor=world.actor("client"), key=uuid4(), answers=answers, now=now)


def opened(world):
    check_in(world, "no", triggers=("payday",), now=NOW - timedelta(days=2))
    check_in(world, triggers=("payday",))
    return UseReview.objects.get(client=world.client)


def finish(world, review, who="counselor", **talked):
    given = {"happened": "Payday, alone.", "next_step": "Call Lee on Fridays", "next_on": TODAY, **talked}
    return finish_use_review(
        actor=world.actor(who),
        review_id=review.pk,
        talked=Talked(**given),
        revision=UseReview.objects.get(pk=review.pk).revision,
        now=NOW,
    )


def decide_all(world, review, takes=False):
    for change in review.changes.all():
        decide_change(actor=world.actor("counselor"), change_id=change.pk, takes=takes, now=NOW)


def test_a_use_that_is_told_is_work_for_the_counselor_with_what_came_before(world):
    review = opened(world)
    task = next(one for one in open_tasks(world.actor("counselor")) if one.kind == "prevention.review")
    assert (task.subject_id, task.owner) == (str(review.pk), world.staff["counselor"])
    found = get_review(world.actor("counselor"), review.pk)
    assert (found.before.check_ins, found.before.triggers) == (2, (("Payday", 2),))
    assert found.open_changes == len(found.changes) >= 3


def test_no_use_opens_none_and_what_is_told_meanwhile_joins_the_open_one(world):
    check_in(world, "no")
    check_in(world, "prefer not to say")
    assert not UseReview.objects.exists()
    review = opened(world)
    decide_all(world, review)
    check_in(world, craving=9, now=NOW + timedelta(hours=4))
    assert UseReview.objects.filter(client=world.client).get() == review
    assert review.changes.get(code="sign:craving").is_taken is None
    assert get_review(world.actor("counselor"), review.pk).before.uses == 2


def test_a_yes_for_the_prevention_plan_waits_for_the_clients_own(world):
    review = opened(world)
    change = review.changes.get(code="trigger:Payday")
    decide_change(actor=world.actor("counselor"), change_id=change.pk, takes=True, now=NOW)
    decide_change(actor=world.actor("counselor"), change_id=change.pk, takes=False, now=NOW)  # the first word stands
    assert Suggestion.objects.get(client=world.client).words == "Payday"
    assert ProposedChange.objects.get(pk=change.pk).is_taken is True


def test_a_yes_to_what_the_client_wrote_themselves_meanwhile_is_a_yes_and_suggests_nothing(world):
    review = opened(world)
    change = review.changes.get(code="trigger:Payday")
    save_prevention(actor=world.actor("client"), texts={"triggers": "payday"}, seen=0, now=NOW)
    decide_change(actor=world.actor("counselor"), change_id=change.pk, takes=True, now=NOW)
    assert ProposedChange.objects.get(pk=change.pk).is_taken is True
    assert not Suggestion.objects.filter(client=world.client).exists()


def test_a_yes_for_the_plan_of_care_is_a_task_until_somebody_says_that_it_is_done(world):
    review, counselor = opened(world), world.actor("counselor")
    change = review.changes.get(code="care:overdose")
    decide_change(actor=counselor, change_id=change.pk, takes=True, now=NOW)
    assert "prevention.change" in [task.kind for task in open_tasks(counselor)]
    assert [one.pk for one in changes_to_make(counselor, world.client)] == [change.pk]
    say_change_made(actor=counselor, change_id=change.pk, now=NOW)
    assert list(changes_to_make(counselor, world.client)) == []
    assert "prevention.change" not in [task.kind for task in open_tasks(counselor)]
    with pytest.raises(Refused):
        say_change_made(actor=counselor, change_id=review.changes.get(code="after").pk, now=NOW)


def test_it_ends_with_a_next_step_once_everything_is_decided(world):
    review = opened(world)
    with pytest.raises(Refused) as refused:
        finish(world, review, next_step=" ", next_on=TODAY - timedelta(days=1))
    assert [one.where for one in refused.value.refusals] == ["next_step", "next_on", ""]
    decide_all(world, review)
    done = finish(world, review)
    assert (done.finished_by, done.next_step) == (world.staff["counselor"], "Call Lee on Fridays")
    assert "prevention.review" not in [task.kind for task in open_tasks(world.actor("counselor"))]
    with pytest.raises(Refused):
        finish(world, review)
    with pytest.raises(Refused):
        decide_change(actor=world.actor("counselor"), change_id=review.changes.first().pk, takes=True, now=NOW)
    check_in(world, now=NOW + timedelta(days=1))
    assert UseReview.objects.filter(client=world.client).count() == 2


def test_words_that_somebody_saved_meanwhile_are_not_written_over(world):
    review, counselor = opened(world), world.actor("counselor")
    save_use_review(actor=counselor, review_id=review.pk, talked=Talked("A long day."), revision=0, now=NOW)
    with pytest.raises(Refused, match="meanwhile"):
        save_use_review(actor=counselor, review_id=review.pk, talked=Talked("Other."), revision=0, now=NOW)
    with pytest.raises(Refused) as refused:
        talked = Talked(happened="x" * 4001, helped="a\0")
        save_use_review(actor=counselor, review_id=review.pk, talked=talked, revision=1, now=NOW)
    assert [one.where for one in refused.value.refusals] == ["happened", "helped"]
    assert UseReview.objects.get(pk=review.pk).happened == "A long day."


def test_it_is_for_clinicians_who_care_for_them(world):
    review = opened(world)
    for who, error in (("colleague", NotFound), ("elsewhere", NotFound), ("peer", NotAllowed), ("client", NotAllowed)):
        with pytest.raises(error):
            get_review(world.actor(who), review.pk)
    with pytest.raises(NotFound):
        decide_change(actor=world.actor("colleague"), change_id=review.changes.first().pk, takes=True, now=NOW)
    with pytest.raises(NotFound):
        decide_change(actor=world.actor("counselor"), change_id=987_654_321, takes=True, now=NOW)
