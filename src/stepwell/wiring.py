"""The composition root: what is connected to what, in one place. Called once, by `stepwell.apps`."""

import logging

from stepwell.console.kiosk.views import end_taken_back
from stepwell.console.navigation import console_context
from stepwell.domain.contact.queries import allowed_from
from stepwell.domain.measures.queries import shelf
from stepwell.domain.oversight.queries.glass import with_open_chart
from stepwell.domain.people.queries import load_actor
from stepwell.platform.access.context import add_surface
from stepwell.platform.access.door import set_chart_opener
from stepwell.platform.access.middleware import set_actor_loader
from stepwell.platform.accounts.handed_over import when_taken_back
from stepwell.platform.notify.actions import add_contact_rule, when_lost, when_settled
from stepwell.platform.notify.adapters import use_adapters
from stepwell.platform.notify.adapters.chosen import chosen_adapters
from stepwell.portal.language import speaking
from stepwell.portal.navigation import portal_context
from stepwell.workflows.reach import finish_lost_message, raise_lost_message

_log = logging.getLogger(__name__)


def connect() -> None:
    """Tell the platform what the domain and the surfaces give it."""
    set_actor_loader(load_actor)
    set_chart_opener(with_open_chart)
    add_surface(console_context)
    add_surface(portal_context)
    add_surface(speaking)
    use_adapters(chosen_adapters())
    add_contact_rule(allowed_from)
    when_lost(raise_lost_message)
    when_settled(finish_lost_message)
    when_taken_back(end_taken_back)
    for fault in shelf().faults:
        _log.error("An instrument can't be used. %s `stepwell doctor` says it again.", fault)
