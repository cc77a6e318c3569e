"""Who signs beside somebody under supervision: it is said of a post, since it is of that site and that role."""

from datetime import datetime

from stepwell.domain.people.models import Post
from stepwell.domain.people.permissions import ADMINISTER, CLINICAL
from stepwell.domain.people.queries.staff import cosigners_at
from stepwell.kernel.actor import Actor
from stepwell.kernel.errors import NotFound, refuse
from stepwell.platform.access.permission import require
from stepwell.platform.ledger.rules import Plain
from stepwell.platform.ledger.unit import action, record


@action
def name_cosigner(*, actor: Actor, post_id: int, cosigner_id: int | None, now: datetime) -> Post:
    """Notes that are signed in this post need that person's signature too; none any more where it is None.

    What waits already waits for who was named then.
    """
    require(actor, ADMINISTER)
    here = Post.objects.filter(pk=post_id, site_id__in=actor.sites_for(ADMINISTER))
    post = here.select_for_update(of=("self",), no_key=True).select_related("site", "staff").first()
    if post is None:
        raise NotFound("post")
    if post.cosigner_id == cosigner_id:
        return post
    if cosigner_id is not None:
        if post.role not in CLINICAL:
            raise refuse("Nobody signs notes in this role.", "cosigner", "Say it of a clinical role.")
        known = cosigners_at(actor, [post.site_id], now, besides=post.staff_id)
        if cosigner_id not in [one.pk for one in known.get(post.site_id, [])]:
            raise refuse("They can't co-sign here.", "cosigner", "Choose a clinician who works at this site.")
    post.cosigner_id = cosigner_id
    post.save(update_fields=["cosigner"])
    detail: dict[str, Plain] = {"site": post.site_id, "staff": cosigner_id}
    record(actor, "post.cosigner_named", subject=("post", post.pk), detail=detail)
    return post
