"""Who works while things break: a site of its own beside the demo's people, made through the screens' actions."""

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from stepwell.domain.people import actions as people
from stepwell.domain.week.actions import save_shared
from stepwell.kernel import clock
from stepwell.kernel.actor import system
from stepwell.platform.accounts.actions import open_account
from tests.cast import PASSWORD, World, make_world
from tests.clinic import Clinic, make_clinic

PEOPLE = 8


@dataclass
class Scene:
    """A world with a clinic, and a log-in for each of its clients."""

    world: World
    clinic: Clinic
    sessions: list[Any]
    logins: list[tuple[str, Any]] = field(default_factory=list)
    password: str = PASSWORD


def set_scene() -> Scene:
    """Some weeks of evenings that are over, with everybody on the roll of each and no note yet."""
    now = clock.now()
    then = now - timedelta(days=now.weekday() + 21)
    with clock.standing_at(then):
        world = make_world(then)
        clinic = make_clinic(world, people=PEOPLE, now=then, first_on=then.date())
    over = [one for one in clinic.sessions if one.ends_at < now]
    for number, session in enumerate(over):
        save_shared(
            actor=world.actor("counselor"),
            session_id=session.pk,
            topic=f"Evening {number}",
            method="CBT",
            shared_note="An opening round, an input, practice in pairs.",
            now=now,
        )
    scene = Scene(world, clinic, over)
    for number, client in enumerate(clinic.clients):
        email = f"faults-{number}@example.test"
        account = open_account(actor=system("setup"), email=email, password=PASSWORD, now=now)
        people.give_portal(actor=world.actor("director"), client=client, account=account)
        scene.logins.append((email, client))
    return scene
