"""Curricula that a site takes, and topics that it words itself."""

from collections.abc import Mapping

from stepwell.domain.catalog.actions.checks import check_site
from stepwell.domain.catalog.models import Curriculum, CurriculumSession
from stepwell.domain.catalog.queries import curriculum_to_set_up
from stepwell.domain.catalog.rules.curricula import MOST_LETTERS, find_curriculum_text
from stepwell.domain.people.models import Site
from stepwell.kernel.actor import Actor
from stepwell.kernel.errors import Refusal, Refused, refuse
from stepwell.platform.ledger.unit import action, record


@action
def take_curriculum(*, actor: Actor, site: Site, code: str) -> Curriculum:
    """The site may follow it from now on, and edits its topics. Twice is once."""
    check_site(actor, site)
    text = find_curriculum_text(code)
    if text is None:
        raise refuse("There is no such curriculum.", "code", "Choose one of the list.")
    said = {"title": text.title, "minutes": text.minutes, "when": text.when}
    said |= {"credit": text.credit, "license": text.license}
    curriculum, fresh = Curriculum.objects.get_or_create(site=site, code=code, defaults=said)
    if fresh:
        CurriculumSession.objects.bulk_create(
            CurriculumSession(curriculum=curriculum, number=number, topic=topic)
            for number, topic in enumerate(text.sessions, start=1)
        )
        record(actor, "curriculum.taken", subject=("curriculum", curriculum.pk), detail={"code": code})
    return curriculum


@action
def word_topics(*, actor: Actor, curriculum_id: int, topics: Mapping[int, str]) -> Curriculum:
    """Topics in the site's words, by number. What groups have written down stays as it is."""
    curriculum = curriculum_to_set_up(actor, curriculum_id)
    refusals, changed = [], []
    for one in curriculum.sessions.all():
        topic = " ".join(topics.get(one.number, one.topic).split())
        if not 0 < len(topic) <= MOST_LETTERS:
            refusals.append(Refusal(f"A topic has 1 to {MOST_LETTERS} letters.", f"topic_{one.number}"))
        elif topic != one.topic:
            one.topic = topic
            changed.append(one)
    if refusals:
        raise Refused(*refusals)
    if changed:
        CurriculumSession.objects.bulk_update(changed, ["topic"])
        record(actor, "curriculum.worded", subject=("curriculum", curriculum.pk), detail={"items": len(changed)})
    return curriculum
