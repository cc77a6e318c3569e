"""From what a file says to an `Instrument`, or a clear list of what is wrong with the file, and where."""

from stepwell.domain.measures.rules.checking import problems_of
from stepwell.domain.measures.rules.definitions import (
    Band,
    Figure,
    FlagSeverity,
    Instrument,
    Item,
    ItemFlag,
    Kind,
    Minutes,
    Need,
    Option,
    Pattern,
    Rater,
    ScoreFlag,
    Skip,
    SubscaleRule,
    Triage,
    TriageStep,
)
from stepwell.domain.measures.rules.reading import InstrumentError, Node
from stepwell.domain.measures.rules.samples import change_of

# Ours: more numbers than this are no longer a choice.
_MOST_NUMBERS = 100


def parse_instrument(data: object, name: str = "instrument") -> Instrument:
    """Read and check one instrument. Raises InstrumentError with every problem that is found."""
    top = Node(data, name)
    sets = {key: _options(value) for key, value in top.table("option_sets").items()}
    instrument = Instrument(
        code=top.text("code"),
        version=top.text("version"),
        kind=Kind(top.choice("kind", tuple(Kind))),
        rater=Rater(top.choice("rater", tuple(Rater))),
        minutes=_minutes(top.node("minutes")),
        title=top.text("title"),
        client_title=top.text("client_title"),
        language=top.text("language"),
        attribution=top.text("attribution"),
        notice=top.text("notice"),
        license=top.text("license"),
        intro=top.text("intro"),
        recall=top.text("recall"),
        loinc_panel=top.text("loinc_panel", ""),
        loinc_total=top.text("loinc_total", ""),
        loinc_result=top.text("loinc_result", ""),
        items=tuple(_item(node, sets) for node in top.nodes("items")),
        skips=tuple(_skip(node) for node in top.nodes("skips")),
        bands=tuple(_band(node) for node in top.nodes("bands")),
        subscales=tuple(_subscale(node) for node in top.nodes("subscales")),
        item_flags=tuple(_item_flag(node) for node in top.nodes("item_flags")),
        patterns=tuple(_pattern(node) for node in top.nodes("patterns", optional=True)),
        raises=tuple(_raise(node) for node in top.nodes("raises", optional=True)),
        score_flags=tuple(_score_flag(node) for node in top.nodes("score_flags", optional=True)),
        triage=tuple(_step(node) for node in top.nodes("triage", optional=True)),
        change=change_of(top.node("change")) if top.has("change") else None,
        figures=tuple(figure_of(node) for node in top.nodes("figures")),
    )
    top.close()
    problems = [f"{name}: {problem}" for problem in problems_of(instrument)]
    if problems:
        raise InstrumentError(tuple(problems))
    return instrument


def _options(node: Node) -> tuple[Option, ...]:
    """A list of options, or `{"from": 0, "to": 30}`: whole numbers that are their own labels."""
    if not isinstance(node.value, dict):
        return tuple(_option(each) for each in node.nodes())
    low, high = node.number("from"), node.number("to")
    node.close()
    if high <= low or high - low > _MOST_NUMBERS:
        raise InstrumentError((f"{node.path}: must go up, by {_MOST_NUMBERS} at most",))
    return tuple(Option(value, str(value)) for value in range(low, high + 1))


def _option(node: Node) -> Option:
    """Options are written `[value, label]` or `[value, label, LOINC answer code]`."""
    parts = node.nodes()
    if len(parts) not in (2, 3):
        raise InstrumentError((f"{node.path}: must be [value, label] or [value, label, code]",))
    loinc = parts[2].as_text() if len(parts) == 3 else ""
    return Option(parts[0].as_number(), parts[1].as_text(), loinc)


def _item(node: Node, sets: dict[str, tuple[Option, ...]]) -> Item:
    item = Item(
        id=node.text("id"),
        text=node.text("text"),
        options=sets[node.choice("options", tuple(sets))],
        loinc=node.text("loinc", ""),
        scored=node.truth("scored", True),
        required=node.truth("required", True),
        recall=node.text("recall", ""),
        heading=node.text("heading", ""),
        help=node.text("help", ""),
    )
    node.close()
    return item


def _skip(node: Node) -> Skip:
    skip = Skip(node.texts("when_zero"), node.texts("skip"), node.truth("mandatory"), node.text("source"))
    node.close()
    return skip


def _band(node: Node) -> Band:
    band = Band(
        code=node.text("code"),
        label=node.text("label"),
        low=node.number("low", None),
        high=node.number("high", None),
        intervention=node.text("intervention", ""),
    )
    node.close()
    return band


def _subscale(node: Node) -> SubscaleRule:
    rule = SubscaleRule(
        code=node.text("code"),
        label=node.text("label"),
        items=node.texts("items"),
        loinc=node.text("loinc", ""),
        loinc_panel=node.text("loinc_panel", ""),
        cutoffs=tuple(_cutoff(pair) for pair in node.nodes("cutoffs")),
        source=node.text("source"),
    )
    node.close()
    return rule


def _cutoff(node: Node) -> tuple[str, int]:
    """Cut-offs are written `[whom, least]`."""
    parts = node.nodes()
    if len(parts) != 2:
        raise InstrumentError((f"{node.path}: must be [whom, least]",))
    return parts[0].as_text(), parts[1].as_number()


def _item_flag(node: Node) -> ItemFlag:
    flag = ItemFlag(
        code=node.text("code"),
        severity=FlagSeverity(node.choice("severity", tuple(FlagSeverity))),
        items=node.texts("items"),
        at_least=node.number("at_least"),
        reason=node.text("reason"),
        source=node.text("source"),
    )
    node.close()
    return flag


def figure_of(node: Node) -> Figure:
    """What is known about one thing of the file, and from where."""
    state = node.choice("state", ("confirmed", "unverified"))
    figure = Figure(node.text("figure"), state == "confirmed", node.text("source"))
    node.close()
    return figure


def _minutes(node: Node) -> Minutes:
    minutes = Minutes(node.number("number"), node.text("source"))
    node.close()
    return minutes


def _pattern(node: Node) -> Pattern:
    severity = FlagSeverity(node.choice("severity", tuple(FlagSeverity)))
    return _read_pattern(node, node.text("code"), severity)


def _raise(node: Node) -> Pattern:
    return _read_pattern(node, "", None)


def _read_pattern(node: Node, code: str, severity: FlagSeverity | None) -> Pattern:
    pattern = Pattern(
        code=code,
        needs=tuple(_need(need) for need in node.nodes("needs")),
        zero=node.texts("zero") if node.has("zero") else (),
        reason=node.text("reason"),
        source=node.text("source"),
        severity=severity,
    )
    node.close()
    return pattern


def _need(node: Node) -> Need:
    """Written `{"count": 5, "of": [[["q1", "q2"], 2], [["q9"], 1]]}`: groups of items, each with its mark."""
    need = Need(node.number("count"), tuple(_group(group) for group in node.nodes("of")))
    node.close()
    return need


def _group(node: Node) -> tuple[tuple[str, ...], int]:
    parts = node.nodes()
    if len(parts) != 2:
        raise InstrumentError((f"{node.path}: must be [[items], mark]",))
    return tuple(item.as_text() for item in parts[0].nodes()), parts[1].as_number()


def _score_flag(node: Node) -> ScoreFlag:
    flag = ScoreFlag(
        code=node.text("code"),
        of=node.text("of"),
        at_least=node.number("at_least", None),
        at_most=node.number("at_most", None),
        severity=FlagSeverity(node.choice("severity", tuple(FlagSeverity))),
        reason=node.text("reason"),
        source=node.text("source"),
    )
    node.close()
    return flag


def _step(node: Node) -> TriageStep:
    levels = {level.name.lower(): level for level in Triage if level}
    step = TriageStep(levels[node.choice("level", tuple(levels))], node.text("item"), node.text("words"))
    node.close()
    return step
