"""Signed notes for tests: what their doors take."""

from typing import Any

from tests.cast import World


def signing_first(ids: dict[str, Any]) -> tuple[str, str, dict[str, Any]]:
    """What is sent, by whom, so that the furnished draft is a signed note."""
    body = {"response": "Called before nine.", "objective": ids["objective_id"], "revision": 1, "verb": "sign"}
    return "counselor", f"/app/groups/{ids['session_id']}/notes/{ids['note_id']}/", body


def supervised_first(world: World) -> tuple[str, str, dict[str, Any]]:
    """What is sent so that notes of the counselor wait for the supervisor."""
    staff = world.staff["counselor"]
    post = staff.posts.get()
    body = {f"cosign-{post.pk}-cosigner": world.staff["supervisor"].pk}
    return "director", f"/app/settings/people/{staff.pk}/roles/{post.pk}/cosigner/", body


def note_bodies(world: World, ids: dict[str, Any]) -> dict[str, list[dict[str, Any]]]:
    """What the doors of a signed note take, and that of who co-signs."""
    return {
        "note_addendum": [{"words": "The sister called since.", "names_nobody": "on"}],
        "note_cosign": [{"verb": "cosign", "seen": "0"}, {"verb": "return", "seen": "0", "words": "Which plan?"}],
        "note_template": [{"topic": "Riding out an urge", "method": "CBT", "revision": "0"}],
        "staff_cosigner": [{f"cosign-{ids['post_id']}-cosigner": world.staff["supervisor"].pk}],
    }
