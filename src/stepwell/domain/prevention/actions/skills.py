"""A client tried a skill; a site words one."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from stepwell.domain.people.queries import own_client
from stepwell.domain.prevention.models import SkillUse, SkillWords
from stepwell.domain.prevention.permissions import KEEP_PREVENTION, WORD_SKILLS
from stepwell.domain.prevention.queries.skills import own_skill, site_to_word
from stepwell.domain.prevention.rules.skills import OURS, Helped, check_skill
from stepwell.domain.safety.rules import said_when
from stepwell.kernel.actor import Actor
from stepwell.kernel.errors import refuse
from stepwell.kernel.wording import short_date
from stepwell.platform.access.permission import require
from stepwell.platform.ledger.rules import Plain
from stepwell.platform.ledger.unit import action, record


@dataclass(frozen=True, slots=True)
class TypedSkill:
    """A skill as a form has it; `code` is empty for one of the site's own that is new."""

    code: str
    title: str
    lead: str
    steps: str
    minutes: int
    is_offered: bool


@action
def say_whether_it_helped(
    *,
    actor: Actor,
    key: UUID,
    code: str,
    helped: str,
    now: datetime,
    said_at: datetime | None = None,
    sent_at: datetime | None = None,
) -> SkillUse:
    """The client tried a skill. The same `key` again is the same try, and what is said last of it counts."""
    require(actor, KEEP_PREVENTION)
    client = own_client(actor)
    skill, _ = own_skill(actor, code)
    if helped not in set(Helped):
        raise refuse("This question is open.", "helped", "Choose yes, a little, or no.")
    use, fresh = SkillUse.objects.get_or_create(
        client=client,
        key=key,
        defaults={"skill_code": skill.code, "helped": helped, "tried_at": said_when(said_at, sent_at, now)},
    )
    if not fresh and use.skill_code != skill.code:
        raise refuse("This was sent already, about another skill.", "", "Open the skill again and answer there.")
    if not fresh and use.helped != helped:
        use.helped = helped
        use.save(update_fields=["helped"])
    if fresh:
        record(actor, "skill.tried", client_id=client.pk, subject=("skill use", use.pk))
    return use


@action
def word_skill(*, actor: Actor, site_id: int, typed: TypedSkill, seen: int, now: datetime) -> SkillWords:
    """A new edition of a skill's words; clients read it from now on. `seen` is the edition that was read."""
    site = site_to_word(actor, site_id, lock=True)
    require(actor, WORD_SKILLS)
    assert actor.staff_id is not None  # a role of the site words them
    title, lead, steps, minutes = check_skill(typed.title, typed.lead, typed.steps, typed.minutes)
    code = typed.code or f"own-{uuid4().hex[:12]}"
    newest = SkillWords.objects.filter(site=site, code=code).select_related("saved_by").order_by("-number").first()
    if typed.code and newest is None and typed.code not in OURS:
        raise refuse("This skill isn't in the library.", "", "Choose one of the list, or add a new one.")
    if newest is not None and newest.number != seen:
        said = f"{newest.saved_by.name} saved this skill meanwhile ({short_date(newest.saved_at.date())})."
        raise refuse(said, "", "Open the page anew and compare, then save yours.")
    made = SkillWords.objects.create(
        site=site,
        code=code,
        number=newest.number + 1 if newest else 1,
        title=title,
        lead=lead,
        steps=list(steps),
        minutes=minutes,
        is_offered=typed.is_offered,
        saved_at=now,
        saved_by_id=actor.staff_id,
    )
    detail: dict[str, Plain] = {"site": site.pk, "number": made.number}
    record(actor, "skill.worded", subject=("skill words", made.pk), detail=detail)
    return made
