"""The quarterly review of access: opened from the posts that are held and the logins from outside, decided, signed."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from allauth.mfa.models import Authenticator
from django.db.models import Count, Prefetch, Q

from stepwell.domain.oversight.models import AccessLine, AccessReview, BrokenGlass
from stepwell.domain.oversight.permissions import REVIEW_ACCESS
from stepwell.domain.oversight.queries.review import get_review
from stepwell.domain.oversight.rules import REVIEW_WITHIN, is_unused, quarter_of
from stepwell.domain.people.actions import end_post
from stepwell.domain.people.actions.visitors import close_visitor
from stepwell.domain.people.models import Post, Site, Staff, Visitor
from stepwell.domain.people.rules import Reason
from stepwell.domain.worklist.actions import finish_task, raise_task
from stepwell.kernel.actor import Actor, Role
from stepwell.kernel.clock import day_at
from stepwell.kernel.errors import NotAllowed, NotFound, refuse
from stepwell.platform.access.permission import require, require_at
from stepwell.platform.ledger.rules import Plain
from stepwell.platform.ledger.unit import action, record

TASK = "access.review"
QUARTER = timedelta(days=92)


@action
def open_review(*, actor: Actor, site_id: int, now: datetime) -> AccessReview:
    """This quarter's review of a site: a line for each role and for each login from outside. Twice is once."""
    require_at(actor, REVIEW_ACCESS, site_id)
    site = Site.objects.select_for_update(no_key=True).get(pk=site_id)
    today = day_at(now, ZoneInfo(site.zone))
    review, fresh = AccessReview.objects.get_or_create(
        site=site, quarter=quarter_of(today), defaults={"opened_at": now}
    )
    if not fresh:
        return review
    roles = [_line(review, post, uses, now) for post, uses in _held(site, today, now)]
    AccessLine.objects.bulk_create([*roles, *(_line_outside(review, one, now) for one in _outside(site))])
    record(actor, "access_review.opened", subject=("access review", review.pk), detail={"site": site.pk})
    raise_task(
        actor=actor,
        site=site,
        role=Role.DIRECTOR,
        kind=TASK,
        subject_id=review.pk,
        title=f"Review who has access to {site.name}",
        reason="Keep or end each role, then sign.",
        due_at=now + REVIEW_WITHIN,
        now=now,
    )
    return review


@action
def decide_line(*, actor: Actor, review_id: int, line_id: int, decision: str, now: datetime) -> AccessLine:
    """Keep somebody's role or login, or end it today. Nobody decides about themselves."""
    review = get_review(actor, review_id, lock=True)
    line = (
        AccessLine.objects.filter(review=review, pk=line_id).select_related("post__staff", "visitor__account").first()
    )
    if line is None or decision not in ("keep", "end"):
        raise NotFound("line")
    if review.signed_at is not None:
        raise refuse("This review is signed.", "", "What was decided stays as it is.")
    _check_who(actor, review, line, decision)
    if line.decision == decision:
        return line
    if line.decision == "end":
        raise refuse("This has ended.", "", "Give it anew in Settings, where it is needed.")
    if decision == "end":
        _end(actor, line, day_at(now, ZoneInfo(review.site.zone)))
    line.decision, line.decided_by_id, line.decided_at = decision, actor.staff_id, now
    line.save(update_fields=["decision", "decided_by", "decided_at"])
    about: dict[str, Plain] = {"post": line.post_id} if line.post_id else {"visitor": line.visitor_id}
    detail: dict[str, Plain] = {"decision": decision, **about}
    record(actor, "access_review.decided", subject=("access review", review.pk), detail=detail)
    return line


@action
def sign_review(*, actor: Actor, review_id: int, now: datetime) -> AccessReview:
    """The director stands for it; from here on the database keeps it as it is."""
    require(actor, REVIEW_ACCESS)
    review = get_review(actor, review_id, lock=True)
    require_at(actor, REVIEW_ACCESS, review.site_id)
    if review.signed_at is not None:
        raise refuse("This review is signed already.", "", "What was signed stays as it is.")
    left = AccessLine.objects.filter(review=review, decision="").count()
    if left:
        words = "1 line is" if left == 1 else f"{left} lines are"
        raise refuse(f"{words} still to decide.", "", "Keep or end each of them first.")
    assert actor.staff_id is not None  # require_at: parts of Stepwell see no review
    staff = Staff.objects.get(pk=actor.staff_id)
    review.signed_by, review.signed_at = staff, now
    review.signed_as = ", ".join(part for part in (staff.name, staff.credentials) if part)
    review.save(update_fields=["signed_by", "signed_at", "signed_as"])
    record(actor, "access_review.signed", subject=("access review", review.pk), detail={"site": review.site_id})
    finish_task(actor=actor, kind=TASK, subject_id=review.pk, now=now)
    return review


def _check_who(actor: Actor, review: AccessReview, line: AccessLine, decision: str) -> None:
    """A director decides about everybody else; supervisor and privacy officer about a director's lines alone."""
    if line.post is not None and line.post.staff_id == actor.staff_id:
        raise refuse(
            "This is about yourself.", "", "Another director, the supervisor or the privacy officer decides it."
        )
    if review.site_id in actor.sites_for(REVIEW_ACCESS):
        return
    directors = AccessLine.objects.filter(review=review, role=Role.DIRECTOR.value).values("post__staff_id")
    if not AccessLine.objects.filter(pk=line.pk, post__staff_id__in=directors).exists():
        raise NotAllowed(REVIEW_ACCESS.name)
    if decision == "end":
        raise refuse("A director's role is ended by another director.", "", "Speak with them, or keep it.")


def _end(actor: Actor, line: AccessLine, today: date) -> None:
    """The role ends today, or the login is closed at once, unless that has happened by now."""
    if line.visitor is not None:
        if line.visitor.account.is_active:
            close_visitor(actor=actor, visitor_id=line.visitor.pk, reason=Reason.UNUSED)
        return
    post = line.post
    assert post is not None  # the database holds that a line is about one or the other
    if post.ended_on is None or post.ended_on > today:
        end_post(actor=actor, post_id=post.pk, ended_on=max(today, post.started_on), reason=Reason.UNUSED, today=today)


def _held(site: Site, today: date, now: datetime) -> list[tuple[Post, int]]:
    """Every role that is held at the site today, by name, and how many emergencies its holder had this quarter."""
    held = Post.objects.filter(Q(ended_on__isnull=True) | Q(ended_on__gt=today), site=site, started_on__lte=today)
    since = BrokenGlass.objects.filter(site=site, opened_at__gt=now - QUARTER)
    uses = dict(since.values_list("staff_id").annotate(count=Count("pk")))
    posts = (
        held.select_related("staff__account")
        .prefetch_related(_factors("staff__account"))
        .order_by("staff__name", "role", "pk")
    )
    return [(post, uses.get(post.staff_id, 0)) for post in posts]


def _outside(site: Site) -> list[Visitor]:
    """Family and referrers whose login at the site is open, by name."""
    found = Visitor.objects.filter(site=site, account__is_active=True).select_related("account")
    return list(found.prefetch_related(_factors("account")).order_by("name", "pk"))


def _factors(of: str) -> "Prefetch[str]":
    """The second steps of each account `of` a row, as its `factors`."""
    kinds = Authenticator.objects.filter(type__in=[Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN])
    return Prefetch(f"{of}__authenticator_set", queryset=kinds, to_attr="factors")


def _line(review: AccessReview, post: Post, uses: int, now: datetime) -> AccessLine:
    account = post.staff.account
    return AccessLine(
        review=review,
        post=post,
        name=post.staff.name,
        role=post.role,
        since=post.started_on,
        last_login=account.last_login,
        is_closed=not account.is_active,
        is_unused=is_unused(account.last_login, post.started_on, now),
        emergencies=uses,
        has_second_factor=bool(account.factors),  # type: ignore[attr-defined]  # fetched by `_held`
    )


def _line_outside(review: AccessReview, visitor: Visitor, now: datetime) -> AccessLine:
    account = visitor.account
    since = day_at(visitor.invited_at, ZoneInfo(review.site.zone))
    return AccessLine(
        review=review,
        visitor=visitor,
        name=", ".join(part for part in (visitor.name, visitor.organization) if part),
        role=visitor.kind,
        since=since,
        last_login=account.last_login,
        is_closed=False,
        is_unused=is_unused(account.last_login, since, now),
        emergencies=0,
        has_second_factor=bool(account.factors),  # type: ignore[attr-defined]  # fetched by `_outside`
    )
