"""No page gets heavy unnoticed. Bytes only: the same on every machine. `./dev weights` measures more."""

import gzip
import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.test import Client as Browser
from tests.furnished import every_address

# Compressed as any proxy can (gzip 6). Fonts and icons are outside: one font, one sheet of icons, once per release.
MOST_REQUESTS, MOST_STATIC, MOST_HTML, MOST_HTML_RAW = 16, 48_500, 12_000, 120_000


def packed(data):
    return len(gzip.compress(data, 6, mtime=0))


@pytest.fixture
def site(standing):
    return standing


@pytest.mark.parametrize("who", ["director", "supervisor", "admissions", "counselor"])
def test_every_page_of_the_console_keeps_to_its_budget(site, who):
    browser, pages = Browser(), 0
    browser.force_login(site.world.accounts[who])
    for address, name in every_address():
        if not address.startswith("/app/") or "<uuid:message_id>" in address:  # furnish sends no message
            continue
        answer = browser.get(site.path(address))
        if answer.status_code != 200 or "text/html" not in answer.headers["Content-Type"]:
            continue
        pages += 1
        files = set(re.findall(r'<(?:link|script)[^>]*(?:href|src)="/static/([^"]+\.(?:css|js))"', answer.text))
        static = sum(packed(Path(finders.find(file)).read_bytes()) for file in files)
        assert len(files) <= MOST_REQUESTS, name
        assert static <= MOST_STATIC, (name, static)
        assert packed(answer.content) <= MOST_HTML, (name, packed(answer.content))
        assert len(answer.content) <= MOST_HTML_RAW, (name, len(answer.content))
    assert pages >= 5


def test_files_that_run_and_serve_write_have_names_with_a_hash(tmp_path):
    """Styles name their fonts by the hashed name too, so that a browser may keep every one of them for good."""
    import os
    import subprocess
    import sys

    environ = {**os.environ, "STEPWELL_STATIC": str(tmp_path), "DATABASE_URL": ""}
    subprocess.run([sys.executable, "-m", "stepwell", "static"], env=environ, check=True)
    (tokens,) = (tmp_path / "look").glob("tokens.*.css")
    assert re.search(r"inter-latin-wght-normal\.[0-9a-f]{12}\.woff2", tokens.read_text())
    assert (tmp_path / "look" / f"{tokens.name}.br").exists()
