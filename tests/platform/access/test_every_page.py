"""Every page, opened by everybody: whom it lets in, whom it writes down, and what it keeps to itself.

One walk for all of it: opening every page as one person takes its time.
"""

import pytest
from tests.cast import EVERYBODY, OUTSIDE
from tests.furnished import APART, every_address
from tests.platform.access.looked_at import last_entry, recorded_since, shown_in
from tests.platform.access.peopled import everybody_in_care
from tests.platform.access.strictness import (
    assert_names_nobody_around_the_words,
    assert_silent,
    assert_strict,
    kept_by_the_browser,
)
from tests.platform.access.test_every_view_declares import VIEWS

from stepwell.platform.access.door import permission_of
from stepwell.platform.access.permission import EVERYONE, LOGGED_IN

pytestmark = pytest.mark.every_door
WHERE = {f"/{address}": permission_of(entry.callback) for address, entry in VIEWS}
NOWHERE = [("/nowhere/", ""), ("/app/clients/not-an-id/", "")]
make_standing = everybody_in_care


def assert_as_the_table_says(answer, address, actor):
    """Never an error of ours; 403 exactly for who doesn't hold the permission of the page; nothing where it hides."""
    permission = WHERE.get(address, EVERYONE)
    if permission is EVERYONE or address.startswith("/me/help/"):
        return
    staff_only = address.startswith("/app/") and actor.staff_id is None
    if staff_only or not (permission is LOGGED_IN or actor.may(permission)):
        assert answer.status_code in (403, 405), (address, answer.status_code)
    else:
        assert answer.status_code in (200, 302, 303, 404, 405), (address, answer.status_code)


@pytest.mark.parametrize("who", EVERYBODY)
def test_every_page_lets_in_records_and_keeps_to_itself_what_it_should(site, said, who):
    """Also the pages of errors, and where an address leads on."""
    browser, actor = site.world.browser(who), site.world.actor(who)
    browser.raise_request_exception = False
    kept, shows = [], 0
    for address, name in [*every_address(), *NOWHERE]:
        if name in ("logout", "health"):
            continue
        last = last_entry()
        answer = browser.get(site.path(address))
        assert_as_the_table_says(answer, address, actor)
        assert_strict(answer, address)
        assert_names_nobody_around_the_words(site, answer, name)
        if actor.staff_id and answer.status_code == 200 and (shown := shown_in(answer, site.world)):
            shows += 1
            assert shown <= recorded_since(last, site, who), name
        if name not in ("login", "settings") and not address.startswith(APART):
            kept += [(name, tag) for tag in kept_by_the_browser(answer)]
    assert not kept or who in OUTSIDE[1:]
    assert shows >= 5 or who not in ("director", "supervisor", "admissions", "counselor", "case manager")
    assert_silent(said.getvalue(), site, "log")
