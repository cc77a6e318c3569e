"""Writes of signed plans: signatures in `signing`, clocks and a site's numbers in `looking`."""

from stepwell.domain.planreview.actions.looking import CLOCKED, check_clocks, check_site, set_plan_protocol
from stepwell.domain.planreview.actions.signing import (
    CLIENT_SIGNS,
    certify_version,
    record_paper,
    record_refusal,
    refuse_own_plan,
    sign_own_plan,
    sign_plan_here,
    sign_version,
)

TASKS = (*CLOCKED, CLIENT_SIGNS)

__all__ = [
    "CLIENT_SIGNS",
    "CLOCKED",
    "TASKS",
    "certify_version",
    "check_clocks",
    "check_site",
    "record_paper",
    "record_refusal",
    "refuse_own_plan",
    "set_plan_protocol",
    "sign_own_plan",
    "sign_plan_here",
    "sign_version",
]
