"""One furnished site for the tests of a module, and what is logged meanwhile."""

import io
import logging

import pytest
from django.conf import settings
from django.utils.module_loading import import_string


@pytest.fixture
def site(standing):
    """One of everything, as `make_standing` of the module made it."""
    return standing


@pytest.fixture
def said():
    """Everything that is logged from DEBUG on, as the settings' own formatter writes it."""
    written = io.StringIO()
    handler = logging.StreamHandler(written)
    handler.setFormatter(import_string(settings.LOGGING["formatters"]["plain"]["class"])())
    root, level = logging.getLogger(), logging.getLogger().level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    yield written
    root.removeHandler(handler)
    root.setLevel(level)
