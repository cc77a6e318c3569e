"""Writes about people: one function per verb."""

from stepwell.domain.people.actions.clients import (
    add_identifiers,
    change_phase,
    give_portal,
    join_care_team,
    leave_care_team,
    register_client,
)
from stepwell.domain.people.actions.portal import begin_portal_anew, close_portal, open_portal, reopen_portal
from stepwell.domain.people.actions.sites import LIMITS, SiteTerms, change_site, change_site_back, open_site
from stepwell.domain.people.actions.staff import (
    begin_login_anew,
    change_staff,
    close_login,
    end_post,
    give_post,
    hire,
    hire_at,
    reopen_login,
)
from stepwell.domain.people.actions.supervision import name_cosigner
from stepwell.domain.people.actions.visitors import close_visitor, open_visitor, reopen_visitor

__all__ = [
    "LIMITS",
    "SiteTerms",
    "add_identifiers",
    "begin_login_anew",
    "begin_portal_anew",
    "change_phase",
    "change_site",
    "change_site_back",
    "change_staff",
    "close_login",
    "close_portal",
    "close_visitor",
    "end_post",
    "give_portal",
    "give_post",
    "hire",
    "hire_at",
    "join_care_team",
    "leave_care_team",
    "name_cosigner",
    "open_portal",
    "open_site",
    "open_visitor",
    "register_client",
    "reopen_login",
    "reopen_portal",
    "reopen_visitor",
]
