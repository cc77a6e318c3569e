"""From what a file says of a change to a `Change`: an instrument's own file, or a program's file for a shipped one."""

from collections.abc import Mapping
from dataclasses import replace

from stepwell.domain.measures.rules.checking import problems_of
from stepwell.domain.measures.rules.definitions import Instrument
from stepwell.domain.measures.rules.reading import InstrumentError, Node
from stepwell.domain.measures.rules.reliability import Change, Group, Reliability, Sample


def change_of(node: Node) -> Change:
    """`sample` with the published figures from which the points follow, or `reliable` in points: one of the two."""
    if node.has("sample") == node.has("reliable"):
        raise InstrumentError((f"{node.path}: needs either sample or reliable",))
    sample = _sample(node.node("sample")) if node.has("sample") else None
    change = Change(
        reliable=sample.points if sample else node.number("reliable"),
        response_percent=node.number("response_percent", None),
        remission_below=node.number("remission_below", None),
        source=node.text("source"),
        sample=sample,
        reliable_of=_group(node.node("reliable_of")) if sample is None and node.has("reliable_of") else None,
    )
    node.close()
    return change


def with_own_change(instruments: Mapping[str, Instrument], data: object, name: str) -> Instrument:
    """The instrument of that code and version with a program's own figures. Raises InstrumentError with every problem.

    They are of one version: figures of BAM can't stand for BAM-R, nor those of an earlier text for a later one. What
    the file doesn't say of response and remission stays as it is.
    """
    top = Node(data, name)
    code = top.text("code")
    if code not in instruments:
        raise InstrumentError((f"{name}.code: there is no instrument {code}",))
    if top.text("version") != instruments[code].version:
        raise InstrumentError((f"{name}.version: must be {instruments[code].version}, of which these figures are",))
    changed = replace(instruments[code], change=_over(change_of(top.node("change")), instruments[code].change))
    top.close()
    if problems := problems_of(changed):
        raise InstrumentError(tuple(f"{name}: {problem}" for problem in problems))
    return changed


def _over(own: Change, before: Change | None) -> Change:
    if before is None:
        return own
    percent = before.response_percent if own.response_percent is None else own.response_percent
    below = before.remission_below if own.remission_below is None else own.remission_below
    return replace(own, response_percent=percent, remission_below=below)


def _sample(node: Node) -> Sample:
    sample = Sample(
        sd=node.decimal("sd"),
        sd_of=_group(node.node("sd_of")),
        r=node.decimal("r"),
        kind=Reliability(node.choice("kind", tuple(Reliability))),
        r_of=_group(node.node("r_of")),
    )
    node.close()
    wrong = [] if sample.sd > 0 else [f"{node.path}.sd: must be above 0"]
    wrong += [] if 0 < sample.r < 1 else [f"{node.path}.r: must lie between 0 and 1"]
    if wrong:
        raise InstrumentError(tuple(wrong))
    return sample


def _group(node: Node) -> Group:
    group = Group(node.text("population"), node.number("n"), node.text("source"))
    node.close()
    if group.n < 2:
        raise InstrumentError((f"{node.path}.n: must be 2 or more",))
    return group
