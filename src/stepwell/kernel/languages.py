"""The languages that pages for clients are written in, and which of them somebody speaks. Pure."""

ENGLISH, SPANISH = "en", "es"
# The code, with the name that its speakers give it.
SPOKEN = {ENGLISH: "English", SPANISH: "Español"}
# What a chart or another system calls them: a name, or a tag such as es-US.
_NAMES = {
    "english": ENGLISH,
    "inglés": ENGLISH,
    "spanish": SPANISH,
    "español": SPANISH,
    "espanol": SPANISH,
    "castellano": SPANISH,
}


def language_of(chosen: str, preferred: str) -> str:
    """What somebody is spoken to in: their own choice, else what the chart says they prefer, else English."""
    if chosen in SPOKEN:
        return chosen
    said = preferred.strip().casefold()
    tag = said.replace("_", "-").partition("-")[0]
    return tag if tag in SPOKEN else _NAMES.get(said, ENGLISH)
