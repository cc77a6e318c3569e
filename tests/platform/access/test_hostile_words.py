"""Names and words that are markup, template source or script: every page shows them as what they are, text."""

import re
from html.parser import HTMLParser
from types import SimpleNamespace

import pytest
from django.template import engines
from django.test import Client as Browser
from tests.cast import make_world
from tests.furnished import bodies, every_address, furnish, text_of

from stepwell.domain.catalog.models import Place, Service, Track
from stepwell.domain.people.models import Client, Site, Staff
from stepwell.domain.people.rules import sort_key
from stepwell.domain.week.models import Series

pytestmark = pytest.mark.every_door
# Breaks out of an attribute, out of text, out of a template, out of a cotton attribute and out of a JSON header.
EVIL = (
    "\"'><img src=x onerror=alert(1)><script>evil()</script>{{ 77777|add:1 }}{% now 'Y' %}"
    "</textarea></title><!-- ['a'] -->"
)
SHORT = "\"'><img src=x onerror=alert(1)>{{ 77777|add:1 }}"
HANDLERS = re.compile(r"^on[a-z]+$")
STAFF = ("director", "supervisor", "admissions", "counselor", "case manager")


def make_standing():
    """A site whose every word is hostile."""
    said = SimpleNamespace(
        reason=EVIL, words=EVIL, quote=EVIL, title=EVIL[:190], note=EVIL, source=EVIL[:190],
        topic=EVIL[:190], response=EVIL,
    )  # fmt: skip
    found = furnish(make_world(), said, given_names=SHORT, family_name=SHORT + "z")
    Client.objects.filter(pk=found.world.client.pk).update(
        given_names=SHORT, family_name=SHORT, preferred_name=SHORT, pronouns=SHORT[:40], phone=SHORT[:40],
        address=EVIL, sort_key=sort_key(SHORT, SHORT), language=SHORT[:40], email=SHORT,
    )  # fmt: skip
    Staff.objects.update(name=EVIL, credentials=SHORT)
    for model in (Site, Place, Service, Track, Series):
        for row in model.objects.all():
            row.name = f"{row.pk}{SHORT}"[:80]
            row.save(update_fields=["name"])
    return found


class Reader(HTMLParser):
    """Collects what a browser would run or load."""

    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.wrong = []
        self.text = []

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        if tag == "img" or (tag == "script" and not (given.get("src") or "").startswith("/static/")):
            self.wrong.append((tag, given))
        self.wrong += [(tag, name) for name, value in attrs if HANDLERS.match(name) and name != "on"]
        for name in ("href", "src", "action", "formaction", "hx-get", "hx-post"):
            if (given.get(name) or "").strip().lower().startswith(("javascript:", "data:", "vbscript:", "http", "//")):
                self.wrong.append((tag, given))

    def handle_comment(self, data):
        self.wrong.append(("comment", data))

    def handle_data(self, data):
        self.text.append(data)


def assert_harmless(answer, name):
    reader = Reader()
    reader.feed(text_of(answer))
    assert not reader.wrong, (name, reader.wrong[:3])
    assert "<img src=x" not in text_of(answer), name
    assert "evil()</script>" not in text_of(answer), name
    assert "77778" not in text_of(answer), (name, "template source was run")
    for found in re.finditer(r"onerror=alert\(1\)", text_of(answer)):
        before = text_of(answer)[: found.start()]
        assert before.rfind("&lt;img") > before.rfind("<img"), (name, before[-80:])


@pytest.mark.parametrize("who", ["director", "admissions", "counselor", "client"])
def test_every_page_and_every_refusal_shows_words_as_words(site, who):
    """Pages, parts of pages, and what comes back from a form with markup in every field or nothing in any."""
    browser, fuzzy, told = Browser(), Browser(headers={"HX-Request": "true"}), bodies(site)
    seen, read = 0, set()
    for one in (browser, fuzzy):
        one.force_login(site.world.accounts[who])
    for address, name in every_address():
        if name in ("login", "logout", "ready"):
            continue
        path = site.path(address)
        answers = [browser.get(path), browser.post(path, {"words": EVIL, "response": EVIL, "reason": EVIL})]
        if answers[0].status_code == 200:
            answers.append(fuzzy.get(path))
        for body in told.get(name, []):
            evil = {
                key: EVIL if isinstance(value, str) and key not in ("verb",) else value for key, value in body.items()
            }
            answers.append(fuzzy.post(path, evil))
        for answer in answers:
            assert answer.status_code < 500 or "/help/" in path, (name, answer.status_code)
            seen += "{{ 77777|add:1 }}" in text_of(answer)
            # a refusal that was read already reads the same
            if text_of(answer) not in read:
                assert_harmless(answer, name)
                read.add(text_of(answer))
    assert seen > 5


def components():
    """Every cotton component with the attributes that its <c-vars> names."""
    from pathlib import Path

    import stepwell.look

    folder = Path(stepwell.look.__file__).parent / "templates" / "cotton"
    for file in sorted(set(folder.rglob("*.html")) - {folder / "field.html"}):  # takes a form's field, no text
        name = ".".join(file.relative_to(folder).with_suffix("").parts).replace("_", "-")
        found = re.search(r"<c-vars\b(.*?)/?>\s*$|<c-vars\b(.*?)/>", file.read_text(encoding="utf-8"), re.M)
        inside = next((part for part in found.groups() if part), "") if found else ""
        yield name, re.findall(r"(?<![\w:-])([a-z][a-z-]*)=", inside), re.findall(r":([a-z][a-z-]*)=", inside)


NOT_TEXT = {
    "tag",
    "href",
    "action",
    "type",
    "method",
    "level",
    "field",
}  # from templates alone: which element, where to


@pytest.mark.parametrize(("name", "plain", "dynamic"), list(components()), ids=[name for name, *_ in components()])
def test_a_component_escapes_every_attribute_however_it_is_given(name, plain, dynamic):
    """As text (`x="{{ y }}"`), as a value (`:x="y"`), in its slot, and in attributes that it only hands on."""
    given = [one for one in plain if one not in NOT_TEXT]
    ways = [
        " ".join(f'{one}="{{{{ evil }}}}"' for one in given),
        " ".join(f':{one}="evil"' for one in given),
        'title="{{ evil }}" data-more="{{ evil }}"',
        ':title="evil" :data-more="evil"',
    ]
    from django_cotton.compiler_regex import CottonCompiler

    for way in ways:
        source = CottonCompiler().process(f"<c-{name} {way}>{{{{ evil }}}}</c-{name}>")
        text = engines["django"].from_string(source).render({"evil": EVIL})
        reader = Reader()
        reader.feed(text)
        assert not reader.wrong, (way, reader.wrong[:3], text[:800])
        assert "<script>evil" not in text
        assert "77778" not in text, way


def test_no_template_puts_a_value_into_a_dynamic_attribute_as_source():
    """`:x="{{ y }}"` and `x={{ y }}` evaluate what comes out; `|safe` and `autoescape off` let it through."""
    from pathlib import Path

    import stepwell

    loose = []
    for file in Path(stepwell.__file__).parent.rglob("*.html"):
        text = re.sub(r"\{%\s*comment.*?endcomment\s*%\}|\{#.*?#\}", "", file.read_text(encoding="utf-8"), flags=re.S)
        loose += [(file.name, one) for one in re.findall(r'\s:{1,2}[a-z-]+="[^"]*\{[{%][^"]*"', text)]
        loose += [(file.name, one) for one in re.findall(r"<c-[\w.-]+[^>]*\s[a-z-]+=\{\{", text)]
        loose += [(file.name, one) for one in re.findall(r"\|\s*safe\b|autoescape\s+off|\|\s*safeseq", text)]
        loose += [
            (file.name, one)
            for one in re.findall(r"\son[a-z]+=|javascript:|<script>(?!\s*</)|style=", text)
            if one.strip() != "oncall="
        ]
    assert not loose, loose
