"""The plan is the client's: each save is a version, staff suggest, and the client takes it or not."""

from datetime import timedelta
from uuid import uuid4

import pytest
from tests.cast import NOW, TODAY, make_world

from stepwell.domain.prevention.actions.meetings import take_back_meeting, write_down_meeting
from stepwell.domain.prevention.actions.plans import answer_suggestion, save_prevention, suggest_line
from stepwell.domain.prevention.actions.skills import TypedSkill, say_whether_it_helped, word_skill
from stepwell.domain.prevention.models import OutsideMeeting, PreventionPlan, SkillUse
from stepwell.domain.prevention.queries.meetings import meetings_of, own_meetings
from stepwell.domain.prevention.queries.plans import own_prevention, prevention_of
from stepwell.domain.prevention.queries.skills import own_skill, own_skills, skills_of, worded_at
from stepwell.kernel.errors import NotAllowed, NotFound, Refused
from stepwell.platform.ledger.models import Entry


def save(world, seen=0, now=NOW, **texts):
    return save_prevention(actor=world.actor("client"), texts=texts, seen=seen, now=now)


def test_each_save_is_a_version_and_the_earlier_one_stays(world):
    save(world, people="Lee")
    save(world, 1, people="Lee\nSam", after="Call Maya")
    found = prevention_of(world.actor("counselor"), world.client)
    assert found.content == {"people": ("Lee", "Sam"), "after": ("Call Maya",)}
    assert [(one.number, len(one.changes)) for one in found.versions] == [(2, 2), (1, 1)]
    assert Entry.objects.filter(verb="prevention.read", client_id=world.client.pk).count() == 1


def test_the_same_words_again_are_no_version(world):
    assert save(world) is None
    assert save(world, people="Lee") is not None
    assert save(world, 0, people=" Lee ") is None
    assert PreventionPlan.objects.filter(client=world.client).count() == 1


def test_what_was_saved_meanwhile_is_not_written_over(world):
    save(world, people="Lee")
    with pytest.raises(Refused):
        save(world, 0, people="Sam")
    assert own_prevention(world.actor("client")).content == {"people": ("Lee",)}


@pytest.mark.parametrize("who", ["counselor", "director", "peer", "stranger", "family"])
def test_nobody_else_writes_it(world, who):
    with pytest.raises(NotAllowed):
        save_prevention(actor=world.actor(who), texts={"people": "Lee"}, seen=0, now=NOW)


@pytest.mark.parametrize("who", ["colleague", "elsewhere"])
def test_who_does_not_care_for_them_reads_none_of_it(world, who):
    save(world, people="Lee")
    with pytest.raises(NotFound):
        prevention_of(world.actor(who), world.client)
    with pytest.raises(NotFound):
        skills_of(world.actor(who), world.client)


def suggest(world, who="counselor", part="skills", words="Walk the dog"):
    return suggest_line(actor=world.actor(who), client_id=world.client.pk, part=part, words=words, now=NOW)


def test_a_suggestion_stands_in_the_plan_once_the_client_takes_it(world):
    made = suggest(world)
    assert suggest(world, words="walk the dog") == made
    assert own_prevention(world.actor("client")).content == {}
    for takes in (True, False):  # the first answer stands
        answer_suggestion(actor=world.actor("client"), suggestion_id=made.pk, takes=takes, now=NOW)
    found = own_prevention(world.actor("client"))
    assert (found.content, found.suggested) == ({"skills": ("Walk the dog",)}, [])
    with pytest.raises(Refused):
        suggest(world, words="WALK the dog")


def test_one_that_is_left_changes_nothing_and_is_nobody_elses_to_answer(world):
    made, other = suggest(world), make_world()
    with pytest.raises(NotFound):
        answer_suggestion(actor=other.actor("client"), suggestion_id=made.pk, takes=True, now=NOW)
    answer_suggestion(actor=world.actor("client"), suggestion_id=made.pk, takes=False, now=NOW)
    assert own_prevention(world.actor("client")).content == {}


def test_a_suggestion_without_words_or_for_no_part_is_refused_at_its_field(world):
    for given, where in (({"words": "  "}, "words"), ({"part": "shoes"}, "part")):
        with pytest.raises(Refused) as refused:
            suggest(world, **given)
        assert refused.value.refusals[0].where == where
    with pytest.raises(NotFound):
        suggest(world, "colleague")


def tried(world, code="delay", helped="yes", key=None, **times):
    return say_whether_it_helped(
        actor=world.actor("client"), key=key or uuid4(), code=code, helped=helped, now=NOW, **times
    )


def test_what_helped_stands_first_with_its_count(world):
    tried(world)
    tried(world)
    tried(world, "surf", "no")
    skill, tally = own_skills(world.actor("client"))[0]
    assert (skill.code, tally.words) == ("delay", "Helped 2 of 2 times")
    assert skills_of(world.actor("counselor"), world.client)[-1][0].code == "surf"


def test_a_try_that_is_sent_twice_counts_once_and_the_last_word_on_it_stands(world):
    key = uuid4()
    sent_at = NOW + timedelta(days=1)  # a phone whose clock is a day ahead
    tried(world, key=key, said_at=sent_at - timedelta(hours=3), sent_at=sent_at)
    tried(world, helped="no", key=key)
    use = SkillUse.objects.get(client=world.client)
    assert (use.helped, use.tried_at) == ("no", NOW - timedelta(hours=3))
    with pytest.raises(Refused):
        tried(world, "surf", key=key)
    with pytest.raises(Refused):
        tried(world, helped="perhaps")
    with pytest.raises(NotFound):
        tried(world, "shoes")


def word(world, code="delay", seen=0, who="director", **given):
    typed = {"title": "Wait", "lead": "", "steps": "Wait.\nLook again.", "minutes": 2, "is_offered": True, **given}
    actor = world.actor(who)
    return word_skill(actor=actor, site_id=world.site.pk, typed=TypedSkill(code=code, **typed), seen=seen, now=NOW)


def test_a_site_words_a_skill_and_its_clients_read_it_at_once(world):
    assert word(world).number == 1
    assert word(world, seen=1, title="Wait a while").number == 2
    assert own_skill(world.actor("client"), "delay")[0].title == "Wait a while"
    own = word(world, "", title="Drum")
    assert own_skills(world.actor("client"))[-1][0].code == own.code
    word(world, own.code, 1, is_offered=False)
    with pytest.raises(NotFound):
        own_skill(world.actor("client"), own.code)
    _, rows = worded_at(world.actor("director"), world.site.pk)
    assert [one.number for one in rows] == [0, 2, 0, 0, 2]


def test_an_edition_that_was_not_read_is_not_written_over(world):
    word(world)
    with pytest.raises(Refused, match="Rosa Quint saved this skill meanwhile"):
        word(world, seen=0)
    with pytest.raises(Refused):
        word(world, "own-unknown")
    with pytest.raises(NotAllowed):
        word(world, who="counselor")
    with pytest.raises(NotFound):
        worded_at(world.actor("director"), world.other_site.pk)


def written(world, key=None, kind="online", on=TODAY, minutes=60):
    return write_down_meeting(
        actor=world.actor("client"), key=key or uuid4(), kind=kind, on=on, minutes=minutes, now=NOW
    )


def test_a_meeting_outside_is_written_once_read_in_the_chart_and_taken_back(world):
    key = uuid4()
    made = written(world, key)
    assert written(world, key) == made
    with pytest.raises(Refused):
        written(world, key, minutes=30)
    with pytest.raises(Refused):
        written(world, kind="secret")
    assert list(meetings_of(world.actor("counselor"), world.client, TODAY)) == [made]
    with pytest.raises(NotFound):
        take_back_meeting(actor=make_world().actor("client"), meeting_id=made.pk, now=NOW)
    take_back_meeting(actor=world.actor("client"), meeting_id=made.pk, now=NOW)
    assert list(own_meetings(world.actor("client"), TODAY)) == []
    assert OutsideMeeting.objects.filter(client=world.client).count() == 1
