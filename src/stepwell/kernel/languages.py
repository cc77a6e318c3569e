"""The languages that pages for clients are written in, which of them somebody speaks, and whether two who meet share
one. Pure.
"""

ENGLISH, SPANISH = "en", "es"
# The code, with the name that its speakers give it.
SPOKEN = {ENGLISH: "English", SPANISH: "Español"}
# The same for staff, who read English.
IN_ENGLISH = {ENGLISH: "English", SPANISH: "Spanish"}
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


def language_key(said: str) -> str:
    """The same for everything that names one language: "Spanish", "Español" and "es-US" are "es", "Hmong" is "hmong";
    empty where nothing is said. A tag of two or three letters goes by its first part (BCP 47, RFC 5646 2.1).
    """
    words = " ".join(said.split()).casefold()
    tag = words.replace("_", "-").partition("-")[0]
    return _NAMES.get(words, tag if tag in SPOKEN or len(tag) in (2, 3) else words)


def own_language(said: str) -> str:
    """The same; empty also for English, the usual one of these programs (ours): nobody is placed by it."""
    key = language_key(said)
    return "" if key == ENGLISH else key


def shares_language(held_in: str, speaks: str) -> bool:
    """Whether somebody who speaks this follows what is held in that; where one of them isn't known, nothing is against
    it.
    """
    return not held_in.strip() or not speaks.strip() or language_key(held_in) == language_key(speaks)
