"""Consents that wait for a signature: on the client's phone, and in the console."""

from uuid import UUID

from django.db.models import Q, QuerySet

from stepwell.domain.consent.models import ConsentDraft, Recipient
from stepwell.domain.consent.permissions import KEEP_CONSENTS, SIGN_OWN, visible_consents
from stepwell.domain.consent.rules import CLASS_WORDS
from stepwell.domain.consent.rules.forms import Form
from stepwell.domain.consent.rules.words import FIRST_HEADING, Facts, Passage, digest_of_text, text_of
from stepwell.domain.people.models import Client
from stepwell.kernel.actor import Actor
from stepwell.kernel.errors import NotFound
from stepwell.kernel.languages import ENGLISH, SPOKEN
from stepwell.kernel.phrase import phrase
from stepwell.look.spoken import in_language, spoken, spoken_ours
from stepwell.platform.access.permission import require
from stepwell.platform.ledger.unit import record_read


def drafts_of(actor: Actor, client: Client) -> list[ConsentDraft]:
    """What waits for this client's signature, the oldest first; the look is written down with that at the consents."""
    require(actor, KEEP_CONSENTS)
    return _waiting(ConsentDraft.objects.filter(visible_consents(actor), client=client).select_related("prepared_by"))


def own_drafts(actor: Actor) -> list[ConsentDraft]:
    """What waits for one's own signature, the oldest first."""
    require(actor, SIGN_OWN)
    return _waiting(ConsentDraft.objects.filter(visible_consents(actor)))


def get_draft(actor: Actor, draft_id: UUID) -> ConsentDraft:
    """One draft that the actor may hand over for signing; the look is written down."""
    require(actor, KEEP_CONSENTS)
    return _one(actor, draft_id)


def get_own_draft(actor: Actor, draft_id: UUID) -> ConsentDraft:
    """One draft that the client may sign."""
    require(actor, SIGN_OWN)
    return _one(actor, draft_id)


def draft_text(draft: ConsentDraft, language: str = ENGLISH) -> list[Passage]:
    """The whole text of a draft in this language, as it is read and kept."""

    def text() -> list[Passage]:
        passages = text_of(_facts(draft))
        return [(spoken_ours(heading), [spoken_ours(line) for line in lines]) for heading, lines in passages]

    return in_language(language, text)


def text_with_mark(draft: ConsentDraft, read: str) -> list[Passage] | None:
    """The text that has this mark, whatever language it was read in; None where the draft says something else."""
    texts = (draft_text(draft, language) for language in SPOKEN)
    return next((text for text in texts if digest_of_text(text) == read), None)


def language_of_text(text: list[Passage]) -> str:
    """Which language a text that was signed is in, by its first heading."""
    heading = text[0][0] if text else ""
    return next((one for one in SPOKEN if in_language(one, lambda: spoken(FIRST_HEADING)) == heading), ENGLISH)


def recipients_for(actor: Actor, client: Client, form: Form) -> list[Recipient]:
    """Who can be named in a consent of this kind: organizations of the site, and people of this client, by name."""
    require(actor, KEEP_CONSENTS)
    own = Q(client__isnull=True) | Q(client=client)
    found = Recipient.objects.filter(own, site_id=client.site_id, kind__in=form.recipients)
    return list(found.filter(site_id__in=actor.sites_for(KEEP_CONSENTS)).order_by("name"))


def _facts(draft: ConsentDraft) -> Facts:
    who = draft.recipient.name if draft.recipient else phrase(CLASS_WORDS[draft.recipient_kind])
    return Facts(
        form=draft.form,
        program=draft.client.site.name,
        recipient=who,
        kinds=draft.kinds,
        purposes=draft.purposes,
        until_on=draft.until_on,
        until_event=draft.until_event,
        revocable_on=draft.revocable_on,
        revocable_event=draft.revocable_event,
        participants=draft.participants,
    )


def _waiting(drafts: QuerySet[ConsentDraft]) -> list[ConsentDraft]:
    open_ones = drafts.filter(withdrawn_at__isnull=True, consent__isnull=True)
    return list(open_ones.select_related("recipient", "client__site").order_by("prepared_at", "pk"))


def _one(actor: Actor, draft_id: UUID) -> ConsentDraft:
    seen = ConsentDraft.objects.filter(visible_consents(actor), pk=draft_id)
    draft = seen.select_related("recipient", "client__site", "prepared_by").first()
    if draft is None:
        raise NotFound("draft", ConsentDraft.objects.filter(pk=draft_id).values_list("client_id", flat=True).first())
    record_read(actor, "consent_draft", draft.client_id, ("consent draft", draft.pk))
    return draft
