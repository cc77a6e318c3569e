"""The public pages in Spanish: chosen on any of them, kept without a cookie, and nothing that was typed is lost."""

import re
from html.parser import HTMLParser
from urllib.parse import urlsplit
from uuid import uuid4

import pytest
from django.test import Client as Http
from django.urls import reverse
from tests.browser import assert_sound
from tests.cast import NOW, TODAY, make_world
from tests.portal.test_language import HELD
from tests.public.test_about import publish
from tests.public.test_public_pages import FIT, LIKELY, send

from stepwell.domain.admissions.models import OnlineRequest
from stepwell.domain.admissions.rules.fit import QUESTIONS
from stepwell.domain.people.models import Client
from stepwell.kernel import clock

PAGES = [
    "home", "fit", "ask", "ask_sent", "expect", "cost", "about", "talk", "refer", "refer_sent", "help_now", "family",
    "referrer",
]  # fmt: skip
SHOWN = {"aria-label", "title", "alt", "placeholder"}
PLANS = {"days": "4", "weeks": "6", "plan": "copay", "deductible": "10x", "copay": "", "percent": "17", "most": "9"}


class Said(HTMLParser):
    """Every text that a page shows or says, as one piece each; what is marked as another language is left out."""

    def __init__(self):
        super().__init__()
        self.found, self._inside = [], []

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        if tag not in {"input", "meta", "link", "br", "img"}:
            self._inside.append(tag in {"script", "style"} or given.get("lang", "es") != "es")
        self.found += [given[name] for name in SHOWN & given.keys()]

    def handle_startendtag(self, tag, attrs):
        self.handle_starttag(tag, attrs)
        self.handle_endtag(tag)

    def handle_endtag(self, tag):
        if tag not in {"input", "meta", "link", "br", "img"}:
            self._inside.pop()

    def handle_data(self, data):
        if data.strip() and not any(self._inside):
            self.found.append(" ".join(data.split()))


def english_left(page):
    """What a Spanish page still says in English, of all that is in the catalog."""
    reader = Said()
    reader.feed(page)
    unsaid = {text for (text, plural), one in HELD.items() for text in (text, plural) if text and text not in one.said}
    return [words for words in reader.found if words in unsaid or any(shape.fullmatch(words) for shape in SHAPES)]


def shapes():
    """The entries with something filled in or with tags, piece by piece, as far as they say more than two words."""
    for text in (text for text, _ in HELD if "%(" in text or "<" in text):
        for piece in re.split(r"<[^>]*>", text):
            apart = [" ".join(words.split()) for words in re.split(r"%\(\w+\)s", piece)]
            if len(re.findall(r"[a-z]{2,}", " ".join(apart))) > 2:
                yield re.compile(r"\s*(?:.+)?\s*".join(map(re.escape, apart)))


SHAPES = list(shapes())


@pytest.fixture
def at_nine(world):
    with clock.standing_at(NOW):
        yield world


@pytest.fixture
def published(at_nine):
    words = {"about": "We care.", "cost": "We take most plans.", "day": "Two groups."}
    publish(at_nine, **words, rate_day=25_000, rate_assessment=20_000, rate_individual=12_000, rates_from=TODAY)
    return at_nine


def spanish(path):
    return Http().get(f"{path}?in=es").text


@pytest.mark.parametrize("name", PAGES)
def test_a_page_speaks_the_language_of_the_browser_or_the_one_that_was_chosen(published, name):
    path = reverse(name)
    english = Http().get(path)
    assert '<html lang="en"' in english.text
    assert "Español</a>" in english.text or "Español</button>" in english.text
    for told in (spanish(path), Http().get(path, headers={"Accept-Language": "es-MX,es;q=0.9"}).text):
        assert '<html lang="es"' in told
        assert english_left(told) == []
    assert '<html lang="en"' in Http().get(f"{path}?in=en", headers={"Accept-Language": "es"}).text
    assert not english.cookies


def test_english_that_is_left_on_a_spanish_page_is_found():
    assert english_left("<p>You might pay</p>") == ["You might pay"]
    assert english_left('<p aria-label="Read on">Semana</p>') == ["Read on"]
    assert english_left("<p>The program would charge $5 in all.</p>") == ["The program would charge $5 in all."]
    assert english_left('<p>Sí</p><p lang="en">You might pay</p>') == []


@pytest.mark.parametrize("name", PAGES)
def test_each_page_has_988_in_spanish_and_the_way_out(published, name):
    told = spanish(reverse(name))
    assert "oprima 2" in told
    for link in ('href="tel:988"', 'href="sms:988?body=AYUDA"', 'href="tel:911"', 'href="/exit/?in=es"'):
        assert link in told


@pytest.mark.parametrize("name", PAGES)
def test_every_link_to_a_public_page_keeps_the_choice(published, name):
    told = spanish(reverse(name))
    public = {reverse(one) for one in (*PAGES, "login", "leave")}
    for link in re.findall(r'(?:href|action)="(/[^"]*)"', told):
        if urlsplit(link).path in public:
            assert "in=es" in link


def test_of_several_places_the_chosen_one_stays_in_the_other_language(published):
    site = published.site.pk
    told = Http().get(f"/about/?site={site}&in=es").text
    assert f'href="?site={site}&amp;in=en"' in told
    assert "Quiénes somos" in told


def test_what_a_program_wrote_is_marked_as_english_and_said_to_be(published):
    for path in ("/about/", "/cost/"):
        told = spanish(path)
        assert re.search(r'lang="en">\s*<p>We (care|take most plans)\.</p>', told)
        assert "está como lo escribió, en inglés" in told
        assert "como lo escribió" not in Http().get(path).text


def test_all_eight_questions_and_every_result_are_spanish(world):
    http, answers = Http(), {}
    for step, question in enumerate(QUESTIONS, start=1):
        told = http.post(f"{FIT}?in=es", {"step": step, "verb": "tell", **answers}).text
        assert english_left(told) == []
        asked = http.post(f"{FIT}?in=es", {"step": step, "verb": "next", **answers})
        assert (asked.status_code, english_left(asked.text)) == (422, [])
        for option in question.options:
            result = http.post(f"{FIT}?in=es", {"step": step, "verb": "tell", **LIKELY, question.name: option.value})
            assert english_left(result.text) == []
        answers[question.name] = LIKELY[question.name]
    told = http.post(f"{FIT}?in=es", {"step": 8, "verb": "next", **answers}).text
    assert "Ocho de sus ocho respuestas apuntan aquí." in told
    assert english_left(told) == []


def test_the_other_language_asks_the_same_question_with_the_same_answers(world):
    told = send(Http(), 3, "language", safe="yes", stopping="sick", home="some").text
    assert 'formaction="?in=es"' in told
    assert QUESTIONS[2].text in told
    assert 'name="home" value="some" checked' in told
    told = Http().post(f"{FIT}?in=es", {"step": 3, "verb": "language", "safe": "yes", "home": "some"})
    assert told.status_code == 200
    assert "lugar seguro y estable" in told.text
    assert 'name="home" value="some" checked' in told.text
    assert 'type="hidden" name="safe" value="yes"' in told.text


def test_the_other_language_tells_the_same_result(world):
    told = Http().post(f"{FIT}?in=es", {"step": 8, "verb": "tell", **LIKELY, "home": "no"}).text
    assert "Una persona puede decírselo mejor que una página" in told
    assert 'value="tell"' in told
    assert 'type="hidden" name="home" value="no"' in told


def test_the_other_language_keeps_all_that_was_typed_of_a_cost_and_judges_none_of_it(published):
    told = Http().post("/cost/?in=es", {**PLANS, "verb": "language"})
    assert told.status_code == 200
    for typed in ("4", "6", "10x", "17", "9"):
        assert f'value="{typed}"' in told.text
    assert 'value="copay" checked' in told.text
    assert "Todavía no se ha calculado" not in told.text
    assert "Semana por semana" not in told.text


@pytest.mark.parametrize(
    "plan",
    [
        {"plan": "self-pay"},
        {"plan": "copay", "deductible": "100", "copay": "40"},
        {"plan": "coinsurance", "deductible": "1000", "percent": "20", "most": "1100"},
    ],
)
def test_a_cost_is_worked_out_in_spanish_and_again_in_english(published, plan):
    given = {"days": "3", "weeks": "2", **plan}
    told = Http().post("/cost/?in=es", given).text
    assert english_left(told) == []
    assert "Usted viene 3 días por semana durante 2 semanas" in told
    assert "desde el 6 de octubre de 2026" in told
    assert 'value="tell"' in told
    again = Http().post("/cost/?in=en", {**given, "verb": "tell"}).text
    assert "You come 3 days a week for 2 weeks" in again


def test_what_is_wrong_is_said_in_spanish(published):
    told = Http().post("/cost/?in=es", PLANS)
    assert (told.status_code, english_left(told.text)) == (422, [])
    assert "Escríbalo para seguir." in told.text
    told = Http().post("/ask/?in=es", {"key": uuid4(), "who": "me", "phone": "1", "email": "x", "best_time": "evening",
                                       "site": published.site.pk, "words": "y" * 3000})  # fmt: skip
    assert (told.status_code, english_left(told.text)) == (422, [])
    for words in ("Falta el nombre.", "muy corto para un número", "no es una dirección", "más de 2000 letras"):
        assert words in told.text
    told = Http().post("/refer/?in=es", {"key": uuid4(), "best_time": "evening", "site": published.site.pk})
    assert (told.status_code, english_left(told.text)) == (422, [])
    assert "La persona tiene que saberlo" in told.text


@pytest.mark.parametrize("path", ["/ask/", "/refer/"])
def test_the_other_language_keeps_a_form_and_sends_nothing(published, path):
    key = str(uuid4())
    given = {"key": key, "who": "other", "name": "Jo", "phone": "1", "words": "Ring twice.", "may_text": "on",
             "best_time": "evening", "language": "en", "verb": "language"}  # fmt: skip
    told = Http().post(f"{path}?in=es", given)
    assert told.status_code == 200
    for typed in (key, "Jo", "Ring twice."):
        assert typed in told.text
    assert re.search(r'name="may_text"[^>]* checked', told.text)
    assert '<option value="es" selected>' in told.text
    assert "Falta" not in told.text
    assert not OnlineRequest.objects.exists()


def test_who_asks_in_spanish_is_called_in_spanish_and_the_chart_knows_it(published):
    given = {"key": uuid4(), "who": "me", "name": "Ana", "phone": "303 555 0144", "best_time": "evening",
             "language": "es", "site": published.site.pk}  # fmt: skip
    sent = Http().post("/ask/?in=es", given)
    assert sent.headers["Location"] == "/ask/sent/?in=es"
    assert "Ya lo tenemos" in Http().get(sent.headers["Location"]).text
    desk = published.browser("admissions")
    assert "evening, in Spanish" in desk.get("/app/today/").text
    assert "Evening · in Spanish" in desk.get("/app/admissions/").text
    page = f"/app/admissions/online/{given['key']}/"
    assert 'name="language" value="Spanish"' in desk.get(page).text
    taken = desk.post(page, {"given_names": "Ana", "family_name": "Ruizdelrio", "language": "Spanish"})
    assert taken.status_code == 303
    assert Client.objects.get(family_name="Ruizdelrio").language == "Spanish"


def test_a_language_that_isnt_spoken_here_is_refused(published):
    given = {"key": uuid4(), "who": "me", "name": "Ana", "phone": "303 555 0144", "best_time": "evening",
             "language": "xx", "site": published.site.pk}  # fmt: skip
    assert Http().post("/ask/", given).status_code == 422


def test_who_has_no_role_is_told_so_in_spanish(world):
    told = world.browser("stranger").get("/?in=es").text
    assert "Ahora no tiene ningún puesto aquí" in told
    assert english_left(told) == []


@pytest.mark.browser
@pytest.mark.parametrize(("width", "dark", "scripts"), [(1280, False, True), (390, True, True), (320, False, False)])
def test_somebody_chooses_spanish_and_goes_on_in_it(browse, width, dark, scripts):
    world = make_world()
    with clock.standing_at(NOW):
        publish(world, cost="We take most plans.", rate_day=25_000, rates_from=TODAY)
        page = browse(width=width, dark=dark, scripts=scripts)
        page.goto("/")
        page.get_by_role("link", name="Español").click()
        page.get_by_role("link", name="¿Es para mí?").first.click()
        _answer_two_and_change_languages(page)
        page.goto("/?in=es")
        page.get_by_role("link", name="Cuánto puede costar").first.click()
        page.get_by_label("Días por semana").fill("5")
        page.get_by_role("button", name="English").click()
        assert page.get_by_label("Days a week").input_value() == "5"
        page.get_by_label("Days a week").press("Enter")
        page.get_by_role("heading", name="Week by week").wait_for()
        page.get_by_role("button", name="Español").click()
        page.get_by_role("heading", name="Semana por semana").wait_for()
        for name in PAGES:
            page.goto(f"{reverse(name)}?in=es")
            assert page.evaluate("document.documentElement.scrollWidth") <= width
            if scripts:
                assert_sound(page)
        assert page.context.cookies() == []


def _answer_two_and_change_languages(page):
    page.get_by_label("Sí", exact=True).check()
    page.get_by_role("button", name="Siguiente", exact=True).click()
    page.get_by_text("2 de 8").wait_for()
    page.get_by_label("No lo sé").check()
    page.get_by_role("button", name="English").click()
    page.get_by_text("2 of 8").wait_for()
    assert page.get_by_label("I don’t know").is_checked()
    page.get_by_role("button", name="Español").click()
    page.get_by_text("2 de 8").wait_for()
    assert page.get_by_label("No lo sé").is_checked()
