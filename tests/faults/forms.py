"""Forms as a browser reads them from a page: where they go, and what is filled in already."""

from dataclasses import dataclass, field
from html.parser import HTMLParser


@dataclass
class Form:
    """One form: its address, and the fields in the order of the page."""

    action: str
    id: str = ""
    fields: list[tuple[str, str]] = field(default_factory=list)
    names: set[str] = field(default_factory=set)

    def filled(self, **typed: str) -> dict[str, str]:
        """What is sent when these fields are typed into; the last of a name counts, as for single values."""
        return {**dict(self.fields), **typed}


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self._open: Form | None = None
        self._text: tuple[str, list[str]] | None = None
        self._select = ""

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attributes}
        if tag == "form":
            self._open = Form(given.get("action", ""), given.get("id", ""))
            self.forms.append(self._open)
        if self._open is None:
            return
        name = given.get("name", "")
        if name:
            self._open.names.add(name)
        if tag == "input" and name and given.get("type") not in ("submit", "button", "file"):
            if given.get("type") not in ("radio", "checkbox") or "checked" in given:
                self._open.fields.append((name, given.get("value", "")))
        elif tag == "textarea":
            self._text = (name, [])
        elif tag == "select":
            self._select = name
        elif tag == "option" and self._select and "selected" in given:
            self._open.fields.append((self._select, given.get("value", "")))

    def handle_data(self, data: str) -> None:
        if self._text:
            self._text[1].append(data)

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._open = None
        elif tag == "textarea" and self._text and self._open is not None:
            # the first line end after the tag isn't part of what was typed
            self._open.fields.append((self._text[0], "".join(self._text[1]).removeprefix("\n")))
            self._text = None
        elif tag == "select":
            self._select = ""


def forms_on(page: str) -> list[Form]:
    """Every form of a page."""
    reader = _Reader()
    reader.feed(page)
    return reader.forms


def form_with(page: str, *names: str, action: str = "", id: str = "") -> Form:
    """The form that has fields of these names, and goes to `action` or has this `id` where one is named."""
    for one in forms_on(page):
        if one.names.issuperset(names) and one.action.endswith(action) and id in ("", one.id):
            return one
    raise LookupError(f"no form with {names} to {action!r} or called {id!r}")
