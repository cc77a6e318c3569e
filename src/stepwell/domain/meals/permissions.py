"""Who sees and writes what somebody eats, and who sees a day's numbers.

How many come to lunch and how many of them eat halal is no secret among those who work at the site: whoever orders the
food must know. Who it is shows to whom the person's chart, or their group, is open.
"""

from django.db.models import Q

from stepwell.domain.people.permissions import SITE_WIDE, TEAM, visible_ids
from stepwell.domain.week.permissions import VIEW_SESSION
from stepwell.kernel.actor import Actor, Role
from stepwell.platform.access.permission import declare

VIEW_DAY = declare("meals.view_day", "See the day sheet", roles=VIEW_SESSION.roles)
VIEW_DIET = declare(
    "meals.view_diet",
    "See what a client eats and mustn’t",
    roles=SITE_WIDE | TEAM | {Role.ADMISSIONS},
    why="On the day sheet others see numbers and no names.",
)
WRITE_DIET = declare(
    "meals.write_diet",
    "Write down what a client eats and mustn’t",
    roles=TEAM | {Role.ADMISSIONS, Role.DIRECTOR, Role.SUPERVISOR},
)
KEEP_DIETS = declare("meals.keep_diets", "Keep the list of diets", roles={Role.DIRECTOR})


def visible_diets(actor: Actor) -> Q:
    """Those of clients whom one may see."""
    return visible_ids(actor, VIEW_DIET)
