"""Starting points: ours are whole, a site's own take their place topic by topic, and a published edition stays."""

import pytest
from django.db import DatabaseError, transaction
from tests.cast import NOW

from stepwell.domain.library.actions import publish_library, save_library
from stepwell.domain.library.models import Library
from stepwell.domain.library.queries import library_desk, starts_at
from stepwell.domain.library.rules import BY_CODE, TOPICS, Kind, check_lines, lines_of, ours, starts
from stepwell.kernel.coding import ICD_10_CM
from stepwell.kernel.errors import NotFound, Refused


def test_every_topic_of_ours_can_be_kept_as_a_site_types_it():
    assert set(ours()) == {topic.code for topic in TOPICS}
    for topic in TOPICS:
        typed = {kind.value: lines_of({}, topic, kind) for kind in Kind}
        assert all(typed.values()), topic.code
        assert check_lines(topic, typed) == {}


def test_what_is_near_to_the_problem_stands_first():
    first = starts({}, Kind.GOAL, system=ICD_10_CM, code="F32.1")[0]
    assert first.topic.code == "depression"
    assert starts({}, Kind.OBJECTIVE, areas=["aftercare"])[0].topic.code == "aftercare"
    assert {start.topic.code for start in starts({}, Kind.GOAL)} == {topic.code for topic in TOPICS}
    objective = starts({}, Kind.OBJECTIVE)[0]
    assert all((objective.words, objective.measure, objective.target))


@pytest.mark.parametrize(
    ("typed", "where"),
    [
        ({"objective": "Calls Dee"}, "objective"),
        ({"objective": "a | | b"}, "objective"),
        ({"intervention": "Pills | magic"}, "intervention"),
        ({"goal": "x" * 201}, "goal"),
        ({"goal": "\n".join(map(str, range(41)))}, "goal"),
        ({"goal": "a\0b"}, "goal"),
    ],
)
def test_a_line_at_fault_is_named_at_its_field(typed, where):
    with pytest.raises(Refused) as refused:
        check_lines(BY_CODE["cravings"], typed)
    assert {one.where for one in refused.value.refusals} == {where}


def test_a_draft_is_offered_to_nobody_until_it_is_published(world):
    def offered() -> list[str]:
        found = starts_at(world.actor("counselor"), world.site, Kind.GOAL)
        return [start.words for start in found if start.topic.code == "cravings"]

    who = {"actor": world.actor("supervisor"), "site_id": world.site.pk, "now": NOW}
    ours_first = offered()
    save_library(**who, topic="cravings", words={"goal": "Rides it out"}, revision=0)
    assert offered() == ours_first
    publish_library(**who, revision=1)
    assert offered() == ["Rides it out"]
    save_library(**who, topic="alcohol", words={}, revision=2)
    assert library_desk(who["actor"], world.site.pk).words["cravings"]["goal"] == "Rides it out"
    with pytest.raises(Refused, match="meanwhile"):
        save_library(**who, topic="alcohol", words={}, revision=1)
    with pytest.raises(NotFound):
        save_library(**who, topic="nothing", words={}, revision=3)


def test_the_database_keeps_a_published_edition(world):
    who = {"actor": world.actor("director"), "site_id": world.site.pk, "now": NOW}
    save_library(**who, topic="cravings", words={"goal": "Rides it out"}, revision=0)
    publish_library(**who, revision=1)
    with pytest.raises(DatabaseError, match="stays as it is"), transaction.atomic():
        Library.objects.update(words={})
    with pytest.raises(Refused, match="no draft"):
        publish_library(**who, revision=2)
