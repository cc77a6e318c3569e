"""Pages for clients and for whoever comes in Spanish: every word of them, on the right pages, for the right people."""

import ast
import re
from datetime import timedelta
from pathlib import Path
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
from django.test import Client as Http
from django.urls import get_resolver, reverse
from django.utils import translation
from django.utils.translation.template import templatize
from tests.cast import NOW
from tests.clinic import make_clinic
from tests.console.kiosk.test_kiosk_pages import at_the_door
from tests.domain.week.test_week_actions_arrivals import own_code
from tests.portal.test_check_in_by_link import ANSWERS, link
from tests.portal.test_questions import asked
from tools.dev.catalog import compiled, messages

from stepwell.domain.measures.queries import languages_of
from stepwell.domain.people.models import Client
from stepwell.domain.safety.rules import HELP_WORDS, since_words
from stepwell.kernel import clock
from stepwell.kernel.languages import language_of
from stepwell.platform.accounts.models import User
from stepwell.portal.language import ANYBODYS, AT_THE_DOOR, OWN
from stepwell.portal.urls import urlpatterns
from stepwell.portal.words import OF_RULES, REFUSALS, since
from stepwell.public import words as public_words

SRC = Path(__file__).resolve().parents[2] / "src" / "stepwell"
PO = SRC / "locale" / "es" / "LC_MESSAGES" / "django.po"
ASKED = re.compile(r"\b(?:_|gettext|ngettext)\(((?:u?'(?:\\.|[^'\\])*'|u?\"(?:\\.|[^\"\\])*\"|[,\s]|count)+)\)")
STRING = re.compile(r"'(?:\\.|[^'\\])*'|\"(?:\\.|[^\"\\])*\"")
MARKS = {"gettext", "gettext_lazy", "gettext_noop", "phrase", "_"}


def of_templates():
    """Every text that a template marks, with its plural."""
    for path in SRC.rglob("*.html"):
        words = path.read_text("utf-8")
        if "translate" in words:
            for inside in ASKED.findall(templatize(words)):
                texts = [ast.literal_eval(one) for one in STRING.findall(inside)]
                yield texts[0], texts[1] if len(texts) > 1 else ""


def of_code():
    """Every text that the code marks."""
    for path in SRC.rglob("*.py"):
        words = path.read_text("utf-8")
        if "django.utils.translation" in words or "kernel.phrase" in words:
            for node in ast.walk(ast.parse(words)):
                is_mark = isinstance(node, ast.Call) and getattr(node.func, "id", "") in MARKS
                if is_mark and isinstance(node.args[0], ast.Constant):
                    many = [one.value.value for one in node.keywords if one.arg == "many"]
                    yield str(node.args[0].value), many[0] if many else ""


ASKED_FOR = {*of_templates(), *of_code(), *((words, "") for words in OF_RULES | public_words.OF_RULES)}
HELD = {(one.text, one.plural): one for one in messages(PO.read_text("utf-8")) if one.text}


def placeholders(words):
    return sorted(re.findall(r"%\(\w+\)s", words))


# Of the demo, of passkeys and of staff alone: they read English.
FOR_STAFF = {"mailbox.html", "letter.html", "_banner.html", "login.html"}
# What a page of the phone, of help for everybody and of a device in the room is made of.
WHOLE = [
    *(SRC / "portal/templates").rglob("*.html"),
    *(SRC / "look/templates/cotton/phone").glob("*.html"),
    *(SRC / "look/templates/shell" / name for name in ("phone.html", "public.html", "_idle.html", "_speak.html")),
    *(path for path in (SRC / "public/templates/public").rglob("*.html") if path.name not in FOR_STAFF),
    *(SRC / "console/templates/console" / name for name in ("orientation/here.html", "orientation/thanks.html")),
    SRC / "console/templates/console/consents/here.html",
]
# The name of the program's software, languages by their own names, and a unit.
ANY_LANGUAGE = {"Stepwell", "English", "Español", "min", "1", "10"}
SHOWN_ATTRIBUTES = "aria-label|title|label|legend|sub|alt|placeholder|heading|eyebrow|low|high|unit"


def unmarked(template):
    """Words between or in tags that stand there as they are, whatever language is spoken."""
    for whole in (
        r"{#.*?#}",
        r"{% comment %}.*?{% endcomment %}",
        r"{% blocktranslate.*?endblocktranslate %}",
        r"<script.*?</script>",
        r"<c-vars.*?/>",
        r"{% block page_class %}.*?{% endblock %}",
        r"{%.*?%}",
        r"{{.*?}}",
    ):
        template = re.sub(whole, "", template, flags=re.DOTALL)
    said = re.findall(rf'\s(?:{SHOWN_ATTRIBUTES})="([^"]*)"', template)
    said += re.split(r"<[^>]*>", template)
    found = [one.strip(" \n,.:·()“”«»") for one in said]
    return [words for words in found if re.search(r"[^\W\d_]", words) and words not in ANY_LANGUAGE]


def unmarked_in_code(words):
    """What a view tells, and what a form calls its fields and says of them, where no mark stands around it."""
    found = []
    for node in ast.walk(ast.parse(words)):
        if isinstance(node, ast.Call) and ast.unparse(node.func).startswith("messages."):
            found += [one.value for one in node.args if isinstance(one, ast.Constant)]
        if isinstance(node, ast.keyword) and node.arg in {"label", "help_text"}:
            found += [one.value for one in [node.value] if isinstance(one, ast.Constant)]
        if isinstance(node, ast.keyword) and node.arg == "error_messages" and isinstance(node.value, ast.Dict):
            found += [one.value for one in node.value.values if isinstance(one, ast.Constant)]
    return found


def test_every_text_is_there_in_spanish_and_none_is_left_over():
    assert sorted(ASKED_FOR - set(HELD)) == []
    assert sorted(set(HELD) - ASKED_FOR) == []


def test_each_is_sure_and_keeps_its_placeholders():
    for (text, plural), one in HELD.items():
        assert all(one.said), text
        assert len(one.said) == (2 if plural else 1), text
        assert not one.is_fuzzy, text
        for said in one.said:
            assert placeholders(said) == placeholders(text), text
            assert re.findall(r"</?\w+", said) == re.findall(r"</?\w+", text), text


def test_what_is_refused_is_said_somewhere_in_just_these_words():
    places = [*(SRC / "domain").rglob("*.py"), *(SRC / "platform").rglob("*.py")]
    said = "\n".join(path.read_text("utf-8") for path in places)
    assert [words for words in (*REFUSALS, *public_words.REFUSALS) if f'"{words}"' not in said] == []


def test_nobody_is_addressed_as_tu_but_by_their_own_family():
    # what stands in quotes is what somebody may say to whom they live with
    said = re.sub("«[^»]*»", "", " ".join(words for one in HELD.values() for words in one.said).casefold())
    assert not re.search(r"\b(tú|tus?|te|ti|contigo|puedes|llama a|necesitas|quieres)\b", said)


def test_what_gettext_reads_was_made_from_what_stands_there():
    assert PO.with_suffix(".mo").read_bytes() == compiled(PO.read_text("utf-8")), "run ./dev translate"


@pytest.mark.parametrize(
    ("chosen", "preferred", "spoken"),
    [
        ("", "", "en"),
        ("", "Spanish", "es"),
        ("", "Español", "es"),
        ("", "es-US", "es"),
        ("", "es_MX", "es"),
        ("", "Navajo", "en"),
        ("en", "Spanish", "en"),
        ("es", "English", "es"),
        ("xx", "spanish", "es"),
    ],
)
def test_ones_own_choice_comes_before_the_charts(chosen, preferred, spoken):
    assert language_of(chosen, preferred) == spoken


def test_in_english_a_time_reads_as_the_rules_say_it(world):
    zone = ZoneInfo("America/Denver")
    for ago in (timedelta(0), timedelta(hours=12)):
        assert since(NOW - ago, NOW, zone) == since_words(NOW - ago, NOW, zone)
    with translation.override("es"):
        assert since(NOW - timedelta(hours=12), NOW, zone) == "lunes, 9:00 p. m."
        assert since(NOW - timedelta(days=7), NOW, zone) == "29 de septiembre, 9:00 a. m."


@pytest.fixture
def browser(world):
    with clock.standing_at(NOW):
        yield world.browser("client")


@pytest.mark.parametrize(
    "page",
    [
        "me_calendar_feed",
        "me_check_in",
        "me_consents",
        "me_contact",
        "me_cravings",
        "me_disclosures",
        "me_help",
        "me_here",
        "me_meetings",
        "me_orientation",
        "me_own_times",
        "me_plan",
        "me_prevention",
        "me_prevention_write",
        "me_questions_sent",
        "me_reminders",
        "me_skills",
        "me_team",
        "me_today",
    ],
)
def test_the_chart_says_spanish_and_the_page_speaks_it(world, browser, page):
    Client.objects.filter(pk=world.client.pk).update(language="Spanish")
    told = browser.get(reverse(page)).text
    assert '<html lang="es">' in told
    assert "<span>Ayuda</span>" in told
    assert "Sending. Nobody" not in told


def test_a_refusal_of_a_rule_is_said_in_spanish(world, browser):
    Client.objects.filter(pk=world.client.pk).update(language="Spanish")
    told = browser.post(reverse("me_check_in"), {"key": str(uuid4()), **ANSWERS, "craving": "11"})
    assert (told.status_code, "Esto va del 0 al 10." in told.text) == (422, True)
    told = browser.post(reverse("me_check_in"), {"key": str(uuid4()), **ANSWERS, "slept": "25"})
    assert "Una noche tiene 24 horas como máximo. Escriba las horas, por ejemplo 6.5." in told.text


def test_every_page_of_the_phone_speaks():
    names = {one.name for one in urlpatterns}
    assert names - OWN == {"me_calendar", "me_service_worker"}  # a file for a calendar, and a script
    assert names >= OWN


@pytest.mark.parametrize("path", WHOLE, ids=lambda path: path.name)
def test_no_word_of_a_whole_page_stands_there_unmarked(path):
    assert unmarked(path.read_text("utf-8")) == []


@pytest.mark.parametrize(
    "path",
    [*(SRC / "portal").rglob("*.py"), *(SRC / "public").rglob("*.py")],
    ids=lambda path: str(path.relative_to(SRC)),
)
def test_no_word_that_a_view_or_form_of_these_pages_says_is_unmarked(path):
    assert unmarked_in_code(path.read_text("utf-8")) == []


@pytest.mark.parametrize(
    ("template", "found"),
    [
        ("<p>Hello</p>", ["Hello"]),
        ("<p>{% translate 'Hello' %}</p>", []),
        ("<p>{% blocktranslate %}Hello {{ name }}{% endblocktranslate %}: {{ name }}</p>", []),
        ('<input placeholder="Hello">', ["Hello"]),
        ("""<input placeholder="{% translate 'Hello' %}">""", []),
        ('<c-phone.note tone="ok" title="Hello" />', ["Hello"]),
        ("{# Hello #}{% comment %}Hello{% endcomment %}<p>{{ name }}, {{ number }} · 7</p>", []),
    ],
)
def test_an_unmarked_word_is_found(template, found):
    assert unmarked(template) == found


def test_a_choice_is_kept_and_leads_back_to_the_page(world, browser):
    help_now = reverse("me_help")
    assert "Español" in browser.get(help_now).text
    sent = {"verb": "language", "language": "es", "back": help_now}
    assert browser.post(reverse("me_reminders"), sent).headers["Location"] == help_now
    told = browser.get(help_now).text
    assert '<html lang="es">' in told
    assert "Llamar al 988" in told
    assert User.objects.get(client=world.client).language == "es"
    browser.post(reverse("me_reminders"), sent | {"language": "en"})
    assert '<html lang="en">' in browser.get(help_now).text


@pytest.mark.parametrize("back", ["https://elsewhere.example/", "//elsewhere.example", "/me/help/\n", "/app/", ""])
def test_a_choice_leads_nowhere_else(world, browser, back):
    sent = {"verb": "language", "language": "es", "back": back}
    assert browser.post(reverse("me_reminders"), sent).headers["Location"] == reverse("me_reminders")


def test_a_language_that_isnt_spoken_changes_nothing(world, browser):
    browser.post(reverse("me_reminders"), {"verb": "language", "language": "xx"})
    assert User.objects.get(client=world.client).language == ""


def test_nobody_is_answered_in_the_language_of_their_browser_or_the_one_they_chose(client, db):
    login = reverse("login")
    assert '<html lang="en"' in client.get(login).text
    assert '<html lang="es"' in client.get(login, headers={"Accept-Language": "es-MX,es;q=0.9"}).text
    assert '<html lang="es"' in client.get(f"{login}?in=es").text
    assert '<html lang="en"' in client.get(f"{login}?in=en", headers={"Accept-Language": "es"}).text
    assert "Este enlace" in client.get(reverse("check_in_by_link", args=["x" * 43]) + "?in=es").text


def test_help_without_anybody_known_speaks_the_browsers_language(client, db):
    told = client.get(reverse("me_help"), headers={"Accept-Language": "es"}).text
    assert '<html lang="es">' in told
    assert "oprima 2" in told
    for words, _ in (HELP_WORDS[one] for one in HELP_WORDS):
        assert words not in told


def test_a_link_speaks_as_the_chart_says_and_goes_on_in_it(world):
    Client.objects.filter(pk=world.client.pk).update(language="Spanish")
    with clock.standing_at(NOW):
        path = link(world)
        told = Http().get(path).text
        assert "¿Qué tan fuertes son las ganas de consumir" in told
        assert 'action="?in=es"' in told
        assert "How strong" in Http().get(f"{path}?in=en").text
        sent = Http().post(f"{path}?in=es", {"key": str(uuid4()), **ANSWERS, "craving": ""})
        assert (sent.status_code, "Elija un número del 0 al 10." in sent.text) == (422, True)
        assert "Gracias" in Http().post(f"{path}?in=es", {"key": str(uuid4()), **ANSWERS}).text


def test_the_door_speaks_english_until_somebody_chooses(world):
    clinic = make_clinic(world, people=2)
    with clock.standing_at(clinic.session.starts_at - timedelta(minutes=8)):
        _look_at_the_door(clinic)


def _look_at_the_door(clinic):
    browser, page = at_the_door(clinic)
    assert "Type today’s code" in browser.get(page, headers={"Accept-Language": "es"}).text
    told = browser.get(f"{page}?in=es").text
    assert '<html lang="es"' in told
    assert "Escriba el código de hoy" in told
    done = browser.post(f"{page}?in=es", {"code": own_code(clinic)}).text
    assert "Su llegada está anotada. Nos alegra verle." in done
    assert "6:00 p. m." in done
    assert "/?in=es" in done
    assert f'data-leaves="{page}"' in done


def test_questions_around_a_spanish_text_are_spanish_too(world, browser):
    path = asked(world, "phq-9")
    assert "Question 1 of" in browser.get(path).text
    chosen = next(code for code, _ in languages_of("phq-9") if code.startswith("es"))
    told = browser.get(f"{path}?in={chosen}").text
    assert "Pregunta 1 de" in told
    assert '<html lang="es">' in told
    Client.objects.filter(pk=world.client.pk).update(language="Spanish")
    assert "Pregunta 1 de" in browser.get(path).text


def test_staff_read_english(world):
    with clock.standing_at(NOW):
        told = world.browser("director").get(reverse("today") + "?in=es", headers={"Accept-Language": "es"}).text
    assert '<html lang="en"' in told


def test_only_known_addresses_are_named():

    import stepwell.urls  # noqa: F401 - the addresses are there

    names = {name for name in get_resolver().reverse_dict if isinstance(name, str)}
    assert names >= OWN | ANYBODYS | AT_THE_DOOR
