"""A small made-up program, told once a test that asks for it."""

from datetime import date

import pytest

PLAN = {"seed": 7, "sites": 1, "clients": 6, "months": 1, "today": date(2026, 11, 20)}


@pytest.fixture
def nobody(db, monkeypatch):
    """As on the first start: other tests' committed worlds are out of sight."""
    monkeypatch.setattr("stepwell.simulate.program.my_sites", lambda _actor: [])
    monkeypatch.setattr("stepwell.simulate.demo.my_sites", lambda _actor: [])


@pytest.fixture
def told(nobody):
    """The plan, and it is made."""
    from stepwell.simulate.program import Plan, make_site

    plan = Plan(**PLAN)
    make_site(plan, 0, lambda: None)
    return plan
