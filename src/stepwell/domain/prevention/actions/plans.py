"""The client saves their plan and answers what is suggested; staff suggest."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from stepwell.domain.people.models import Client
from stepwell.domain.people.queries import find_client, own_client
from stepwell.domain.prevention.models import PreventionPlan, Suggestion
from stepwell.domain.prevention.permissions import KEEP_PREVENTION, SUGGEST_PREVENTION, visible_prevention
from stepwell.domain.prevention.queries.plans import read
from stepwell.domain.prevention.rules.plan import Content, Part, content_of, has_line, with_line
from stepwell.kernel.actor import Actor
from stepwell.kernel.errors import NotFound, refuse
from stepwell.platform.access.permission import require
from stepwell.platform.ledger.unit import action, record


@action
def save_prevention(*, actor: Actor, texts: Mapping[str, str], seen: int, now: datetime) -> PreventionPlan | None:
    """A new version in the client's words; None where it says what the one before said. `seen` is the one they read."""
    require(actor, KEEP_PREVENTION)
    client = own_client(actor)
    newest = _newest(client)
    content = content_of(texts)
    if (newest is not None and content == read(newest)) or (newest is None and not content):
        return None
    if (newest.number if newest else 0) != seen:
        raise refuse(
            "Your plan was saved somewhere else meanwhile.",
            mend="What you typed still stands here. Open the plan on another page, compare, and save again.",
        )
    return _keep(actor, client, newest, content, now)


@action
def suggest_line(*, actor: Actor, client_id: UUID, part: str, words: str, now: datetime) -> Suggestion:
    """A line for the client's plan: on their phone it waits for their yes or no."""
    require(actor, SUGGEST_PREVENTION)
    client = find_client(actor, client_id, SUGGEST_PREVENTION)
    assert actor.staff_id is not None  # a role of the site suggests
    place, words = _part(part), " ".join(words.split())
    newest = _newest(client)
    if not words:
        raise refuse("There is nothing to suggest yet.", "words", "Write one line, as the client would say it.")
    content = with_line(read(newest), place, words)
    if content == read(newest):
        raise refuse("This stands in their plan already.", "words", "Suggest something else.")
    waiting = Suggestion.objects.filter(client=client, part=place.value, is_taken__isnull=True)
    if (same := waiting.filter(words__iexact=words).first()) is not None:
        return same
    made = Suggestion.objects.create(
        client=client, part=place.value, words=words, suggested_by_id=actor.staff_id, suggested_at=now
    )
    record(actor, "prevention.suggested", client_id=client.pk, subject=("suggestion", made.pk))
    return made


@action
def answer_suggestion(*, actor: Actor, suggestion_id: int, takes: bool, now: datetime) -> Suggestion:
    """The client takes a line into their plan, or not; the first answer stands."""
    require(actor, KEEP_PREVENTION)
    client = own_client(actor)
    newest = _newest(client)
    rows = Suggestion.objects.select_for_update().filter(visible_prevention(actor, KEEP_PREVENTION))
    suggestion = rows.filter(pk=suggestion_id).first()
    if suggestion is None:
        whose = Suggestion.objects.filter(pk=suggestion_id).values_list("client_id", flat=True).first()
        raise NotFound("suggestion", whose)
    if suggestion.is_taken is not None:
        return suggestion
    part = Part(suggestion.part)
    if takes and not has_line(read(newest), part, suggestion.words):
        _keep(actor, client, newest, with_line(read(newest), part, suggestion.words), now)
    suggestion.is_taken, suggestion.answered_at = takes, now
    suggestion.save(update_fields=["is_taken", "answered_at"])
    detail = {"taken": takes}
    record(actor, "prevention.answered", client_id=client.pk, subject=("suggestion", suggestion.pk), detail=detail)
    return suggestion


def _newest(client: Client) -> PreventionPlan | None:
    """The version that counts; two who save at once come one after the other."""
    Client.objects.select_for_update(no_key=True).get(pk=client.pk)
    return PreventionPlan.objects.filter(client=client).order_by("-number").first()


def _keep(
    actor: Actor, client: Client, newest: PreventionPlan | None, content: Content, now: datetime
) -> PreventionPlan:
    made = PreventionPlan.objects.create(
        client=client,
        number=newest.number + 1 if newest else 1,
        content={part: list(lines) for part, lines in content.items()},
        saved_at=now,
    )
    record(actor, "prevention.saved", client_id=client.pk, subject=("prevention plan", made.pk))
    return made


def _part(value: str) -> Part:
    try:
        return Part(value)
    except ValueError:
        raise refuse("This part isn't in the plan.", "part", "Choose one of the list.") from None
