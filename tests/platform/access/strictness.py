"""What every answer keeps to: no copy, nothing of elsewhere, and no word about anybody around a page's own words."""

import re

from tests.furnished import PLAIN, text_of

WORDS = {**vars(PLAIN)}


def health_words(site):
    """Names, and what people said."""
    names = [text for one in site.clients for text in (one.family_name, one.given_names + " ")]
    return [*names, *(word for word in WORDS.values())]


def assert_silent(text, site, where):
    assert not [word for word in health_words(site) if word in text], where


def assert_strict(answer, where):
    """No copy of it is kept, nothing of elsewhere runs in it, and nobody frames it."""
    assert "no-store" in answer.headers.get("Cache-Control", ""), (where, answer.status_code)
    policy = answer.headers["Content-Security-Policy"]
    assert "unsafe" not in policy, where
    assert "*" not in policy, where
    assert "frame-ancestors 'none'" in policy
    assert "default-src 'none'" in policy
    assert answer.headers["X-Frame-Options"] == "DENY"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    # an address that is a key itself goes nowhere at all
    assert answer.headers["Referrer-Policy"] in ("same-origin", "no-referrer")
    assert answer.headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert answer.headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert "camera=()" in answer.headers["Permissions-Policy"], where


def assert_names_nobody_around_the_words(site, answer, name):
    """Title, addresses, names of fields, comments, and where it leads on."""
    text = text_of(answer)
    for title in re.findall(r"<title>(.*?)</title>", text, re.S):
        assert_silent(title, site, name)
    for one in re.findall(r'\s(?:href|action|src|hx-[a-z-]+|data-[a-z-]+|id|name)="([^"]*)"', text):
        if not one.startswith("tel:"):
            assert_silent(one, site, (name, one))
    assert "<!--" not in text, name
    assert_silent(answer.headers.get("Location", ""), site, name)


def kept_by_the_browser(answer):
    """Fields for words that don't say autocomplete=off: a clinic's browser is shared."""
    text = text_of(answer)
    for tag in re.findall(r"<(?:input|textarea)\b[^>]*>", text):
        kind = re.search(r'type="(\w+)"', tag)
        if kind and kind[1] in ("hidden", "radio", "checkbox", "file", "date", "time", "submit"):
            continue
        inside = text[: text.index(tag)].rsplit("<form", 1)[-1].split(">", 1)[0]
        if 'autocomplete="off"' not in tag and 'autocomplete="off"' not in inside:
            yield tag
