"""What the demo's program says of itself, and its rates: made up, and each public place says so."""

from datetime import timedelta

from stepwell.domain.outreach.actions import Content, publish_words, save_words
from stepwell.kernel.actor import system
from stepwell.simulate.world import Scene, living

_MARK = "This is a demo: the place, the people and the prices are made up."
SAID = {
    "about": f"{_MARK}\n\nCedar Street is a small intensive outpatient program. Ten people to a group at most, and a "
    "counselor of your own from the first day.",
    "day": "- Come in from a quarter before the hour; there is tea.\n- A check-in, a group, a break, a second group.\n"
    "- A closing round: what you take home.",
    "populations": "Adults with alcohol or drug use, also with depression or anxiety beside it. Medication for opioid "
    "use disorder is welcome.",
    "languages": "English and Spanish. For other languages we ask an interpreter to join by phone.",
    "cost": f"{_MARK}\n\nWe call your plan with you before you begin. If you pay yourself, ask about a payment plan.",
    "reach": "Call 612 555 0100; a person picks up. The bus stops at the door, and there are no steps to the "
    "ground floor.",
}


def say_of_itself(scene: Scene) -> None:
    """Write and publish it, on the day before the story ends."""
    day = scene.today - timedelta(days=1)
    with living(scene.at(day, 9)) as now:
        content = Content(
            **SAID, rate_day=28_500, rate_assessment=21_000, rate_individual=14_500, rates_from=day - timedelta(days=90)
        )
        maker, site_id = system("demo"), scene.site.pk
        draft = save_words(actor=maker, site_id=site_id, content=content, revision=0, now=now)
        publish_words(actor=maker, site_id=site_id, revision=draft.revision, now=now)
