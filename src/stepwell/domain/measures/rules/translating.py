"""An instrument in another language: the rights holder's own words in the place of the first ones, and nothing else.

What is scored, skipped and flagged stays the instrument's. A translation names the version it belongs to: one of an
earlier text doesn't fit a later one.
"""

from collections.abc import Mapping
from dataclasses import replace

from stepwell.domain.measures.rules.definitions import Instrument, Item, Option
from stepwell.domain.measures.rules.parsing import figure_of
from stepwell.domain.measures.rules.reading import InstrumentError, Node


def translate(instruments: Mapping[str, Instrument], data: object, name: str) -> Instrument:
    """The translated instrument. Raises InstrumentError where a word is missing, too many, or of another version."""
    top = Node(data, name)
    code = top.text("code")
    if code not in instruments:
        raise InstrumentError((f"{name}.code: there is no instrument {code}",))
    source = instruments[code]
    if top.text("version") != source.version:
        raise InstrumentError((f"{name}.version: must be {source.version}, whose words these are",))
    answers, items = _words(top, "answers"), _words(top, "items")
    labels = {option.label for item in source.items for option in item.options}
    problems = _differences(f"{name}.answers", set(answers), labels)
    problems += _differences(f"{name}.items", set(items), {item.id for item in source.items})
    problems += [f"{name}: {item.id} says more than its question" for item in source.items if item.help or item.recall]
    translated = replace(
        source,
        language=top.text("language"),
        client_title=top.text("client_title"),
        intro=top.text("intro"),
        recall=top.text("recall"),
        figures=source.figures + tuple(figure_of(node) for node in top.nodes("figures")),
    )
    top.close()
    if translated.language == source.language or len(translated.language) > 10:
        problems.append(f"{name}.language: must be another one, such as es-US")
    if problems:
        raise InstrumentError(tuple(problems))
    return replace(translated, items=tuple(_item(item, items, answers) for item in source.items))


def _item(item: Item, items: Mapping[str, str], answers: Mapping[str, str]) -> Item:
    options = tuple(Option(one.value, answers[one.label], one.loinc) for one in item.options)
    return replace(item, text=items[item.id], options=options)


def _words(top: Node, key: str) -> dict[str, str]:
    return {name: node.as_text() for name, node in top.table(key).items()}


def _differences(where: str, given: set[str], needed: set[str]) -> list[str]:
    missing = [f"{where}: “{one}” is missing" for one in sorted(needed - given)]
    return missing + [f"{where}: “{one}” is nowhere in the instrument" for one in sorted(given - needed)]
