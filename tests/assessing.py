"""Assessments for tests that furnish a site."""

from typing import Any

from tests.cast import NOW, World


def begin_assessment(world: World, enquiry: Any, said: Any) -> None:
    """The supervisor writes a draft, with what people typed as `said` has it."""
    from stepwell.domain.assessment.actions import save_assessment
    from stepwell.domain.assessment.rules.content import Answer, Condition, Content, Use

    told = Use("alcohol", amount=said.words, criteria=("craving",), reason=said.reason)
    content = Content({"presenting": Answer(said.words)}, (told,), (Condition("F43.10", words=said.words),))
    save_assessment(actor=world.actor("supervisor"), enquiry_id=enquiry.pk, content=content, token="0", now=NOW)
