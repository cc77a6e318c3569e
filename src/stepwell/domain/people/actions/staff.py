"""Writes about those who work here: hiring, posts, and closing a login.

Whoever administers a site gives and takes posts at that site alone. The site's row is locked first, so that of two
directors who do it at once the second decides on what the first has left.
"""

from collections.abc import Iterable
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.db import IntegrityError, transaction

from stepwell.domain.people.models import Client, Post, Site, Staff, Visitor
from stepwell.domain.people.permissions import ADMINISTER
from stepwell.domain.people.queries.staff import administered, sites_of
from stepwell.domain.people.rules import Reason, keeps_a_director
from stepwell.kernel.actor import Actor, Role
from stepwell.kernel.clock import day_at
from stepwell.kernel.errors import NotFound, Refusal, Refused, refuse
from stepwell.platform.access.permission import require, require_at
from stepwell.platform.accounts.actions import close_account, open_account, reopen_account
from stepwell.platform.accounts.lost import Checked, reset_factors
from stepwell.platform.accounts.models import User
from stepwell.platform.ledger.rules import Plain
from stepwell.platform.ledger.unit import action, record

NAME_MOST, CREDENTIALS_MOST, PHONE_MOST = 200, 80, 40


@action
def hire(*, actor: Actor, account: User, name: str, credentials: str = "", phone: str = "") -> Staff:
    """A staff member for an account. Without a post they can do nothing yet."""
    require(actor, ADMINISTER)
    if Client.objects.filter(account=account).exists() or Visitor.objects.filter(account=account).exists():
        raise refuse("This login belongs to somebody outside.", "account", "Open one for the work here.")
    staff = Staff.objects.create(account=account, name=name, credentials=credentials, phone=phone)
    record(actor, "staff.hired", subject=("staff", staff.pk))
    return staff


@action
def hire_at(
    *,
    actor: Actor,
    site: Site,
    email: str,
    name: str,
    credentials: str,
    phone: str,
    role: Role,
    started_on: date,
    now: datetime,
) -> Staff:
    """Somebody new: a login, a staff record and the first post, all of it or nothing.

    Somebody who works at another site already keeps their one login and gets the post. Any other address that is taken
    is refused with the same words, whosever it is: who is a client here is nobody's to find out by trying.
    """
    require_at(actor, ADMINISTER, site.pk)
    known = Staff.objects.filter(account__email__iexact=email.strip()).first()
    if known is None:
        try:
            with transaction.atomic():
                account = open_account(actor=actor, email=email, password=None, now=now)
        except IntegrityError as taken:
            raise refuse(
                "This address can't be used.", "email", "Use another one, such as that of the work."
            ) from taken
        known = hire(
            actor=actor, account=account, name=name.strip(), credentials=credentials.strip(), phone=phone.strip()
        )
    give_post(actor=actor, staff=known, site=site, role=role, started_on=started_on)
    return known


@action
def give_post(*, actor: Actor, staff: Staff, site: Site, role: Role, started_on: date) -> Post:
    """A role at a site, from a day on. Given by who administers that very site, or who could take any site over."""
    require_at(actor, ADMINISTER, site.pk)
    _lock([site.pk])
    if staff.posts.filter(site=site, role=role.value, ended_on__isnull=True).exists():
        raise refuse(f"{staff.name} is {role.value} at {site.name} already.", "role", "Choose another role.")
    post = Post.objects.create(staff=staff, site=site, role=role.value, started_on=started_on)
    record(actor, "post.given", subject=("post", post.pk), detail={"role": role.value, "site": site.pk})
    return post


@action
def end_post(*, actor: Actor, post_id: int, ended_on: date, reason: Reason, today: date) -> Post:
    """The post is held up to the day before `ended_on`. What was held stays held: no day in the past.

    Ending it twice on the same day is once; on another day it moves the end.
    """
    require(actor, ADMINISTER)
    site_id = Post.objects.filter(pk=post_id).values_list("site_id", flat=True).first()
    if site_id is None or site_id not in actor.sites_for(ADMINISTER):
        raise NotFound("post")
    _lock([site_id])
    post = Post.objects.select_related("staff", "site").get(pk=post_id)
    if post.ended_on == ended_on:
        return post
    refusals = []
    if post.ended_on is not None and post.ended_on <= today:
        refusals.append(Refusal("This role has ended already.", "", "Give it anew where it is needed again."))
    if ended_on < max(today, post.started_on):
        refusals.append(
            Refusal("A role ends today or later, and not before it began.", "ended_on", "Choose a later day.")
        )
    if post.role == Role.DIRECTOR and not keeps_a_director(_directors(site_id), without=post.staff_id, on=ended_on):
        refusals.append(
            Refusal(
                f"{post.site.name} would have no director.", "", "Give somebody else the role first, with no last day."
            )
        )
    if refusals:
        raise Refused(*refusals)
    post.ended_on = ended_on
    post.save(update_fields=["ended_on"])
    detail: dict[str, Plain] = {"role": post.role, "site": site_id, "staff": post.staff_id}
    detail |= {"on": ended_on.isoformat(), "reason": reason.value}
    record(actor, "post.ended", subject=("post", post.pk), detail=detail)
    return post


@action
def change_staff(*, actor: Actor, staff_id: int, name: str, credentials: str, phone: str) -> Staff:
    """What somebody is called, what stands under their notes, their phone. Signed notes keep what they say."""
    staff = administered(actor, staff_id)
    if not name.strip():
        raise refuse("The name is empty.", "name", "Write what they are called at work.")
    staff.name, staff.credentials, staff.phone = name.strip(), credentials.strip(), phone.strip()
    staff.save(update_fields=["name", "credentials", "phone"])
    record(actor, "staff.changed", subject=("staff", staff.pk))
    return staff


@action
def close_login(*, actor: Actor, staff_id: int, reason: Reason, now: datetime) -> None:
    """The person can't log in any more, from the next page on. Posts stay, and count again when it opens."""
    staff = _whole(actor, staff_id)
    if staff.account_id == actor.account_id:
        raise refuse("This is your own login.", "", "Ask another director to close it.")
    for site in Site.objects.filter(posts__staff=staff, posts__role=Role.DIRECTOR.value).distinct():
        on = day_at(now, ZoneInfo(site.zone))
        if not keeps_a_director(_directors(site.pk), without=staff.pk, on=on):
            raise refuse(f"{site.name} would have no director.", "", "Give somebody else the role first.")
    close_account(actor=actor, account_id=staff.account_id, reason=reason.value)


@action
def reopen_login(*, actor: Actor, staff_id: int) -> None:
    """The person can log in again, with the posts that are still theirs."""
    reopen_account(actor=actor, account_id=_whole(actor, staff_id).account_id)


@action
def begin_login_anew(*, actor: Actor, staff_id: int, checked: Checked, now: datetime) -> None:
    """Somebody who works here lost every second step they had. Another director does it for a director."""
    staff = _whole(actor, staff_id)
    if staff.account_id == actor.account_id:
        raise refuse("This is your own login.", "", "Ask another director, or use a recovery code.")
    reset_factors(actor=actor, account=staff.account, checked=checked, now=now)


def _whole(actor: Actor, staff_id: int) -> Staff:
    """Somebody of one's own sites alone: a login that another site needs too is closed by who administers both."""
    staff = administered(actor, staff_id)
    sites = sites_of(staff)
    _lock(sites)
    if not sites <= actor.sites_for(ADMINISTER):
        raise refuse(f"{staff.name} works at another site too.", "", "End the roles at yours instead.")
    return staff


def _lock(site_ids: Iterable[int]) -> None:
    """One at a time changes who works at a site. In one order, so that two never wait for each other crosswise."""
    list(Site.objects.select_for_update(no_key=True).filter(pk__in=[*site_ids]).order_by("pk").values_list("pk"))


def _directors(site_id: int) -> list[tuple[int, date, date | None]]:
    """Who is director of the site by an open login: staff, from, until."""
    posts = Post.objects.filter(site_id=site_id, role=Role.DIRECTOR.value, staff__account__is_active=True)
    return list(posts.values_list("staff_id", "started_on", "ended_on"))
