"""The sections that a note of somebody's own session is written in. Pure.

DAP, SOAP and BIRP are forms that programs and payers know by these names; none is required by 42 CFR Part 2 or by
Medicare's rules for intensive outpatient care (docs/clinical.md names none). Which one a service uses is the site's
to say, in its note template; that DAP stands where nothing is said is ours.
"""

from collections.abc import Sequence

from stepwell.kernel.errors import Refusal, Refused

FORMATS: dict[str, tuple[str, ...]] = {
    "DAP": ("Data", "Assessment", "Plan"),
    "SOAP": ("Subjective", "Objective", "Assessment", "Plan"),
    "BIRP": ("Behavior", "Intervention", "Response", "Plan"),
}
BEGINNING = FORMATS["DAP"]
# Ours: more than these nobody fills.
MOST_SECTIONS = 8
MOST_LETTERS = 40

Sections = Sequence[Sequence[str]]


def labels_in(text: str) -> tuple[str, ...]:
    """The labels that were typed, one a line; DAP, SOAP or BIRP alone stands for its own. Raises `Refused`."""
    lines = tuple(label for line in text.splitlines() if (label := " ".join(line.split())))
    if len(lines) == 1 and lines[0].upper() in FORMATS:
        return FORMATS[lines[0].upper()]
    refusals = []
    if len(lines) > MOST_SECTIONS:
        refusals.append(Refusal(f"A note has up to {MOST_SECTIONS} sections.", "sections", "Put some together."))
    if any(len(line) > MOST_LETTERS for line in lines):
        refusals.append(Refusal(f"A section's name has up to {MOST_LETTERS} letters.", "sections", "Say it shorter."))
    if len({line.casefold() for line in lines}) < len(lines):
        refusals.append(Refusal("Two sections have the same name.", "sections", "Name each once."))
    if refusals:
        raise Refused(*refusals)
    return lines


def blank(labels: Sequence[str]) -> list[list[str]]:
    """The sections of a note that nobody has begun."""
    return [[label, ""] for label in labels or BEGINNING]


def filled(sections: Sections, words: Sequence[str]) -> list[list[str]]:
    """The same sections with these words, in order. Raises `Refused` where they aren't as many."""
    if len(words) != len(sections):
        raise Refused(Refusal("This note has other sections.", "section", "Open the page anew, then copy yours in."))
    return [[label, said.strip()] for (label, _), said in zip(sections, words, strict=True)]


def joined(sections: Sections) -> str:
    """The note as one text: what is read, compared and signed. Empty where nothing was said."""
    return "\n\n".join(f"{label}: {said}" for label, said in sections if said)


def unsaid(sections: Sections) -> tuple[str, ...]:
    """The labels of sections that say nothing. A note is signed when all of them say something (ours)."""
    return tuple(label for label, said in sections if not said)
