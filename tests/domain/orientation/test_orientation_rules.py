"""What the packet says, in which order, and what a site may put in the place of our words."""

import pytest

from stepwell.domain.orientation.rules import OURS, Facts, Topic, check_words, digest, packet
from stepwell.domain.outreach.rules.prose import blocks
from stepwell.kernel.errors import Refused

SITE = Facts("Northside", "303 555 0100", ("A day: $285",))


def test_every_topic_is_there_once_in_its_order_with_words():
    text = packet({}, SITE)
    assert [title for title, _ in text] == [topic.heading for topic in Topic]
    assert all(lines for _, lines in text)


def test_the_sites_words_stand_in_the_place_of_ours_and_its_phone_and_rates_are_told():
    text = dict(packet({"day": "We begin at nine.\n\n- Bring a pen."}, SITE))
    assert text["What a day is like"] == "We begin at nine.\n\n- Bring a pen."
    assert text["What it costs"].endswith("\n\n- A day: $285")
    assert text["If you are in danger"].endswith("\n\nNorthside: 303 555 0100")
    assert text["If something is wrong"].endswith("\n\nNorthside: 303 555 0100")
    bare = dict(packet({}, Facts("Northside")))
    assert bare["What it costs"] == OURS[Topic.FEES]
    assert "Northside" not in str(bare)


def test_what_federal_law_lets_out_without_consent_is_said():
    for word in ("medical emergency", "child abuse or neglect", "crime here", "audits", "research", "order of a court"):
        assert word in OURS[Topic.SEES]


def test_nobody_records_and_988_is_there():
    assert "Nobody records, takes pictures or streams" in OURS[Topic.GROUP]
    assert "988" in OURS[Topic.DANGER]
    assert "911" in OURS[Topic.DANGER]


def test_ours_is_typed_as_staff_would_type_it_with_nothing_broken_in_the_middle():
    for topic, text in OURS.items():
        for block in blocks(text):
            assert block.is_list or len(block.lines) == 1, topic
            assert all(line[-1] in ".:" for line in block.lines), topic


def test_ours_typed_again_is_ours_and_an_empty_field_too():
    again = OURS[Topic.RIGHTS].replace("\n", "\r\n")
    assert check_words({"rights": again, "day": "  ", "group": " Ours. ", "nothing": "x"}) == {"group": "Ours."}


def test_what_cannot_be_kept_is_refused_by_field():
    with pytest.raises(Refused) as caught:
        check_words({"day": "x" * 3001, "fees": "a\0b"})
    assert [one.where for one in caught.value.refusals] == ["day", "fees"]


def test_the_mark_changes_with_every_word():
    marks = {digest(packet(words, SITE)) for words in ({}, {"day": "Nine."}, {"day": "Ten."}, {"asked": "Nine."})}
    assert len(marks) == 4
