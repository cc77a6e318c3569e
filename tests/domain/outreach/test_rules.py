"""Prose without markup, dollars without fractions, and the rates that count today."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stepwell.domain.outreach.rules.dollars import cents, dollars
from stepwell.domain.outreach.rules.prose import Block, blocks
from stepwell.domain.outreach.rules.rates import Rates, rates_on

TODAY = date(2026, 10, 6)


def test_an_empty_line_ends_a_paragraph_and_dashes_are_a_list():
    text = "One.\r\nStill one.\n\nTwo.\n- first\n* second\n\n\n• third\n-not a list"
    assert blocks(text) == (
        Block(("One.", "Still one.")),
        Block(("Two.",)),
        Block(("first", "second"), is_list=True),
        Block(("third",), is_list=True),
        Block(("-not a list",)),
    )
    assert blocks(" \n ") == ()


@given(st.text())
def test_no_letter_is_lost_and_no_line_is_empty(text):
    lines = [line for block in blocks(text) for line in block.lines]
    kept = "".join("".join(lines).split())
    assert set(kept) <= set(text)


@pytest.mark.parametrize(("amount", "words"), [(0, "$0"), (125_000, "$1,250"), (4850, "$48.50"), (5, "$0.05")])
def test_dollars_are_read_as_people_write_them(amount, words):
    assert dollars(amount) == words


@given(st.integers(0, 10_000_000))
def test_cents_come_back_from_dollars(amount):
    assert cents(Decimal(amount) / 100) == amount


def test_the_newest_rates_count_whose_day_has_come_and_taken_back_means_none():
    old, coming = Rates(1, TODAY), Rates(2, TODAY + timedelta(days=1))
    assert rates_on([coming, old], TODAY) == old
    assert rates_on([coming, old], TODAY + timedelta(days=1)) == coming
    assert rates_on([coming], TODAY) is None
    assert rates_on([None, old], TODAY) is None
    assert rates_on([], TODAY) is None
