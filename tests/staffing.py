"""What the addresses of accounts, posts, visitors and reviews of access take by POST."""

from typing import Any

from tests.cast import World


def staffing_bodies(world: World, ids: dict[str, Any]) -> dict[str, list[dict[str, Any]]]:
    """By the name of the address, with the ids of this world."""
    hired = {"name": "Pia Lund", "email": f"pia{world.site.pk}@example.test", "role": "nurse"}
    hired |= {"site": world.site.pk, "started_on": "2026-10-08"}
    visitor = {"kind": "family", "name": "Al Lund", "email": f"al{world.site.pk}@example.test"}
    return {
        "lead_instead": [{"staff": world.staff["colleague"].pk}],
        "staff_new": [hired],
        "staff_person": [{"name": "Another Name"}],
        "staff_give": [{"role": "auditor", "site": world.site.pk, "started_on": "2026-10-08"}],
        "staff_end": [
            {f"end-{ids['post_id']}-ended_on": "2026-12-01", f"end-{ids['post_id']}-reason": "didn't need it"}
        ],
        "staff_load": [{f"load-{world.site.pk}-weekly_hours": "24", f"load-{world.site.pk}-caseload": "14"}],
        "staff_close": [{"close-reason": "left the program"}],
        "staff_reopen": [{}],
        "staff_invite": [{}],
        "staff_anew": [{"anew-checked": "document"}],
        "portal_login": [{"verb": "link"}, {"verb": "close", "reason": "didn't need it"}, {"verb": "open"}],
        "visitor_new": [{**visitor, "site": world.site.pk}],
        "visitor_close": [{f"close-{ids['visitor_id']}-reason": "was given by mistake"}],
        "visitor_reopen": [{}],
        "visitor_invite": [{}],
        "access_reviews": [{"site": world.site.pk}],
        "access_decide": [{"decision": "keep"}, {"decision": "end"}],
        "access_sign": [{}],
    }
