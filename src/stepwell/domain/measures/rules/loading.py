"""The instruments there are: those shipped in `measures/instruments/`, and those of a site's own folder.

A wrong file of a site stops nothing but itself: it is left out, and `Shelf.faults` says why.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

from stepwell.domain.measures.rules.definitions import Instrument, Withheld
from stepwell.domain.measures.rules.parsing import parse_instrument
from stepwell.domain.measures.rules.reading import InstrumentError, Node
from stepwell.domain.measures.rules.samples import with_own_change
from stepwell.domain.measures.rules.translating import translate

_FOLDER = files("stepwell.domain.measures") / "instruments"
_WITHHELD = files("stepwell.domain.measures") / "withheld.json"


@dataclass(frozen=True, slots=True)
class Shelf:
    """What may be asked, also in which other languages, what can't be asked, and which of a site's files are wrong."""

    instruments: Mapping[str, Instrument]
    translations: Mapping[str, tuple[Instrument, ...]]
    withheld: tuple[Withheld, ...]
    faults: tuple[str, ...]


def instrument_codes() -> tuple[str, ...]:
    """The codes of the instruments that are shipped."""
    return tuple(sorted(file.name[:-5] for file in _FOLDER.iterdir() if file.name.endswith(".json")))


@cache
def load_instrument(code: str) -> Instrument:
    """The shipped instrument of that code; InstrumentError when there is none or its file is wrong."""
    if code not in instrument_codes():
        raise InstrumentError((f"{code}: no such instrument",))
    return _read(_FOLDER / f"{code}.json")


@cache
def read_shelf(folder: Path | None) -> Shelf:
    """All of them. Read once: after a change in the site's folder, Stepwell is started again."""
    found = {code: load_instrument(code) for code in instrument_codes()}
    faults: list[str] = []
    for file in _own_files(folder, faults):
        try:
            own = _read(file)
            _check_place(own, file, found)
            found[own.code] = own
        except InstrumentError as error:
            faults += error.problems
    _own_changes(found, folder, faults)
    translations = _translations(found, [_FOLDER, *([folder] if folder else [])], faults)
    by_title = dict(sorted(found.items(), key=lambda pair: pair[1].title.casefold()))
    return Shelf(by_title, translations, tuple(each for each in _withheld() if each.code not in found), tuple(faults))


def _own_changes(found: dict[str, Instrument], folder: Path | None, faults: list[str]) -> None:
    """A program's own figures of a change, from the folder `changes` beside its instruments, in the place of others."""
    for file in sorted((folder / "changes").glob("*.json")) if folder else ():
        try:
            one = with_own_change(found, _data(file), f"changes/{file.name}")
            if file.name != f"{one.code}.json":
                raise InstrumentError((f"changes/{file.name}: holds {one.code}. Name the file {one.code}.json.",))
            found[one.code] = one
        except InstrumentError as error:
            faults += error.problems


def _translations(
    found: Mapping[str, Instrument], folders: Iterable[Traversable], faults: list[str]
) -> dict[str, tuple[Instrument, ...]]:
    """By code, those in each folder's own folder `translations`."""
    by_code: dict[str, tuple[Instrument, ...]] = {}
    files = [file for folder in folders if (place := folder / "translations").is_dir() for file in place.iterdir()]
    for file in sorted((file for file in files if file.name.endswith(".json")), key=lambda one: one.name):
        try:
            one = translate(found, _data(file), file.name)
            if one.language in {other.language for other in by_code.get(one.code, ())}:
                raise InstrumentError((f"{file.name}.language: {one.code} is there in {one.language} already",))
            by_code[one.code] = (*by_code.get(one.code, ()), one)
        except InstrumentError as error:
            faults += error.problems
    return by_code


def _own_files(folder: Path | None, faults: list[str]) -> list[Path]:
    if folder is None:
        return []
    if not folder.is_dir():
        faults.append(f"{folder}: is no folder. Make it, or mend STEPWELL_INSTRUMENTS.")
        return []
    return sorted(folder.glob("*.json"))


def _read(file: Traversable) -> Instrument:
    return parse_instrument(_data(file), name=file.name)


def _data(file: Traversable) -> object:
    try:
        return json.loads(file.read_text("utf-8"))
    except json.JSONDecodeError as error:
        where = f"{file.name}, line {error.lineno}, column {error.colno}"
        raise InstrumentError((f"{where}: is not JSON ({error.msg}). Mend it there.",)) from error
    except (OSError, UnicodeDecodeError) as error:
        raise InstrumentError((f"{file.name}: can't be read. Save it as UTF-8, readable for Stepwell.",)) from error


def _check_place(own: Instrument, file: Path, found: Mapping[str, Instrument]) -> None:
    if own.code in found:
        raise InstrumentError((f"{file.name}.code: {own.code} is taken. Give yours a code of its own.",))
    if file.name != f"{own.code}.json":
        raise InstrumentError((f"{file.name}: holds {own.code}. Name the file {own.code}.json.",))


def _withheld() -> tuple[Withheld, ...]:
    top = Node(json.loads(_WITHHELD.read_text("utf-8")), "withheld.json")
    return tuple(Withheld(one.text("code"), one.text("title"), one.text("reason")) for one in top.nodes())
