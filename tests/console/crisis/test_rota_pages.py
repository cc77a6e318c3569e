"""The rota on screen."""

import pytest
from tests.browser import assert_sound
from tests.calling import DAY, put
from tests.cast import NOW, make_world

from stepwell.domain.safety.models import OnCall
from stepwell.domain.safety.rules.rota import Place
from stepwell.kernel import clock
from stepwell.platform.notify.models import Address

ROTA = "/app/crisis/rota/"


@pytest.fixture(autouse=True)
def standing():
    with clock.standing_at(NOW):
        yield


def typed(world, who="colleague", **other):
    given = {"verb": "put", "site": world.site.pk, "staff": world.staff[who].pk, "place": "1", "every_weeks": "0"}
    given |= {"from_on": "2026-10-06", "from_time": "08:00", "until_on": "2026-10-13", "until_time": "08:00"}
    return given | other


def test_everybody_who_works_here_reads_it_and_who_leads_the_site_writes_it(world):
    put(world, "colleague", days=3)
    for who in ("front desk", "peer", "counselor", "supervisor"):
        said = world.browser(who).get(ROTA).text
        assert "Tess Brandt" in said
        assert "Fri 9 Oct 08:00 to Tue 3 Nov 08:00" in said
        assert ("Put somebody on call" in said) == (who == "supervisor")
        assert ("Take off" in said) == (who == "supervisor")
    assert world.browser("counselor").post(ROTA, typed(world)).status_code == 403
    assert world.browser("client").get(ROTA).status_code == 403


def test_a_week_that_comes_again_is_written_down_at_once(world):
    http = world.browser("director")
    response = http.post(ROTA, typed(world, every_weeks="2", last_on="2026-11-10"))
    assert response.status_code == 303
    assert "Written down, 3 times." in http.get(ROTA).text
    assert OnCall.objects.filter(site=world.site).count() == 3


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"staff": ""}, "Choose somebody."),
        ({"staff": "9"}, "Choose somebody of the list."),
        ({"until_on": "2026-10-01"}, "The end is not after the start."),
        ({"until_on": "2999-01-01"}, "too far away"),
        ({"from_time": "nine"}, "This is no time."),
        ({"every_weeks": "1"}, "nobody said until when"),
    ],
)
def test_what_was_typed_stays_with_what_stands_in_the_way(world, wrong, said):
    response = world.browser("director").post(ROTA, typed(world) | wrong)
    assert response.status_code == 422
    assert said in response.text
    assert 'value="08:00"' in response.text
    assert not OnCall.objects.filter(site=world.site).exists()


def test_taking_off_is_offered_back_for_ten_seconds(world):
    (row,) = put(world, "colleague", days=7)
    http = world.browser("director")
    http.post(ROTA, {"verb": "take_off", "site": world.site.pk, "stretch": row.pk})
    said = http.get(ROTA).text
    assert "Nobody is on call now" in said
    offer = said.split('name="offer" value="')[1].split('"')[0]
    http.post("/app/undo/", {"offer": offer})
    assert "Nobody is on call now" not in http.get(ROTA).text
    row.refresh_from_db()
    assert row.ends_at.isoformat() == "2026-10-13T14:00:00+00:00"


def test_a_stretch_or_a_site_of_somebody_else_is_not_there(world):
    theirs = make_world()
    (row,) = put(theirs)
    http = world.browser("director")
    assert http.post(ROTA, {"verb": "take_off", "site": world.site.pk, "stretch": row.pk}).status_code == 404
    assert http.post(ROTA, typed(world, site=theirs.site.pk)).status_code == 404
    assert http.get(f"{ROTA}?site={theirs.site.pk}").status_code == 404
    for odd in ("", "x", "9" * 30):
        assert http.post(ROTA, {"verb": "take_off", "site": world.site.pk, "stretch": odd}).status_code == 404


def test_everybody_says_at_which_number_they_are_paged_and_takes_it_back(world):
    http = world.browser("counselor")
    where = {"verb": "reach", "site": world.site.pk}
    mine = Address.objects.filter(account=world.accounts["counselor"], ended_at=None)
    assert http.post(ROTA, {**where, "phone": "303 555 0142"}).status_code == 303
    assert {(one.channel, one.value) for one in mine} == {("sms", "+13035550142"), ("voice", "+13035550142")}
    assert "+13035550142" in http.get(ROTA).text
    wrong = http.post(ROTA, {**where, "phone": "nobody"})
    assert wrong.status_code == 422
    assert "can&#x27;t be dialed" in wrong.text
    http.post(ROTA, {**where, "phone": ""})
    assert not mine.all().exists()


def test_whom_no_text_or_call_reaches_is_said(world):
    put(world, "colleague", days=7)
    assert "No text or call reaches them" in world.browser("director").get(ROTA).text


@pytest.mark.browser
@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390, 320])
def test_it_is_sound(browse, width, dark):
    world = make_world()
    put(world, "colleague", days=7)
    put(world, "supervisor", Place.SECOND)
    page = browse(world.email("director"), width=width, dark=dark)
    page.goto(ROTA)
    assert_sound(page)


@pytest.mark.browser
@pytest.mark.parametrize("scripts", [True, False])
def test_a_week_on_call_by_keyboard(browse, scripts):
    world = make_world()
    page = browse(world.email("director"), scripts=scripts)
    page.goto(ROTA)
    page.get_by_label("Who", exact=True).select_option(label="Tess Brandt")
    page.get_by_label("From, time").fill("08:00")
    page.get_by_label("Until", exact=True).fill("2026-10-13")
    page.get_by_label("Until, time").fill("08:00")
    page.get_by_role("button", name="Put on call").focus()
    page.keyboard.press("Enter")
    page.get_by_text("Written down.").wait_for()
    assert OnCall.objects.get(site=world.site).starts_at.date() == DAY
