"""The letters of the roll, and the words they stand for."""

from stepwell.console.group.present import STATUSES


def test_each_key_is_a_status_with_a_label():
    assert {look.key: look.word for look in STATUSES} == {
        "P": "Present",
        "L": "Late",
        "E": "Left early",
        "X": "Excused",
        "N": "No-show",
        "V": "Virtual",
    }
