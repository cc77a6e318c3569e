"""A site that stands for all tests of a module: made once, and what a test does to it is undone behind it.

A test asks for `standing` in the place of `db` and gets a copy of the objects, so that what it changes in them is gone
too. It is a site with one of everything, unless the module has a `make_standing` of its own. Nobody else sees it: no
browser, no other thread.
"""

from collections.abc import Iterator
from copy import deepcopy
from typing import Any

import pytest
from django.db import transaction

from stepwell.kernel import clock
from tests import ready
from tests.cast import NOW, make_world


@pytest.fixture(scope="module")
def made_once(request: pytest.FixtureRequest, django_db_setup: None, django_db_blocker: Any) -> Iterator[Any]:
    """What the module's `make_standing` makes, at `NOW`, in a transaction around its tests."""
    from tests.furnished import furnish

    make = getattr(request.module, "make_standing", lambda: furnish(make_world()))
    with django_db_blocker.unblock(), transaction.atomic():
        with clock.standing_at(NOW):
            ready.hold_back()
            made = make()
        yield made
        transaction.set_rollback(True)


@pytest.fixture
def standing(made_once: Any, django_db_blocker: Any) -> Iterator[Any]:
    """A copy of it, with the clock at `NOW`."""
    with django_db_blocker.unblock(), transaction.atomic(), clock.standing_at(NOW):
        yield deepcopy(made_once)
        transaction.set_rollback(True)
