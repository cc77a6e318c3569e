"""Signed notes for tests: what their doors take."""

from typing import Any


def signing_first(ids: dict[str, Any]) -> tuple[str, str, dict[str, Any]]:
    """What is sent, by whom, so that the furnished draft is a signed note."""
    body = {"response": "Called before nine.", "objective": ids["objective_id"], "revision": 1, "verb": "sign"}
    return "counselor", f"/app/groups/{ids['session_id']}/notes/{ids['note_id']}/", body


def note_bodies() -> dict[str, list[dict[str, Any]]]:
    """What the doors of a signed note take."""
    return {"note_addendum": [{"words": "The sister called since.", "names_nobody": "on"}]}
