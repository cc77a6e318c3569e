"""A token nobody guesses, found by its digest; and the days that a feed shows."""

from datetime import date

from stepwell.domain.feeds.rules import days_shown, digest_of, new_token


def test_tokens_differ_and_fit_an_address():
    tokens = {new_token() for _ in range(50)}
    assert len(tokens) == 50
    assert all(len(one) == 43 and one.isascii() and "/" not in one for one in tokens)


def test_a_text_that_is_no_token_has_a_digest_that_finds_nothing():
    assert digest_of("x" * 10_000) == digest_of("x" * 200)
    assert digest_of("x" * 100) != digest_of("x" * 200)
    assert len(digest_of("\ud800\0")) == 64


def test_a_feed_shows_what_was_lately_and_the_term_ahead():
    first, last = days_shown(date(2026, 10, 6))
    assert first == date(2026, 9, 8)
    assert (last - date(2026, 10, 6)).days == 200
