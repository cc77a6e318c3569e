"""Substances, and the words of a use history. Pure.

The classes are those that ICD-10-CM F10-F19 and DSM-5-TR have in common; cocaine stands apart from other stimulants as
ICD-10-CM has it. Caffeine has no use disorder and is left out. Withdrawal is no criterion for hallucinogens
(phencyclidine among them) and inhalants: DSM-5-TR, Substance-Related and Addictive Disorders (2022).
Routes are those of TEDS (docs/clinical.md, "Outcomes").
"""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Substance:
    """A class of substances. `category` is its ICD-10-CM category; `disorder` what its use disorder is called."""

    code: str
    label: str
    disorder: str
    category: str
    has_withdrawal: bool = True
    # whether one may take it as prescribed: then tolerance and withdrawal don't count
    is_prescribed: bool = False
    # whether a treatment with an agonist stands beside the diagnosis
    has_maintenance: bool = False


SUBSTANCES: Final = (
    Substance("alcohol", "Alcohol", "Alcohol use disorder", "F10"),
    Substance("opioids", "Opioids", "Opioid use disorder", "F11", is_prescribed=True, has_maintenance=True),
    Substance("cannabis", "Cannabis", "Cannabis use disorder", "F12"),
    Substance(
        "sedatives",
        "Benzodiazepines and other sedatives",
        "Sedative, hypnotic or anxiolytic use disorder",
        "F13",
        is_prescribed=True,
    ),
    Substance("cocaine", "Cocaine", "Cocaine use disorder", "F14"),
    Substance(
        "stimulants", "Methamphetamine and other stimulants", "Stimulant use disorder", "F15", is_prescribed=True
    ),
    Substance("hallucinogens", "Hallucinogens", "Hallucinogen use disorder", "F16", has_withdrawal=False),
    Substance("tobacco", "Tobacco and nicotine", "Tobacco use disorder", "F17", has_maintenance=True),
    Substance("inhalants", "Inhalants", "Inhalant use disorder", "F18", has_withdrawal=False),
    Substance("other", "Another substance", "Other (or unknown) substance use disorder", "F19"),
)
BY_CODE: Final = {substance.code: substance for substance in SUBSTANCES}

PATTERNS: Final = (
    ("daily", "Daily"),
    ("days", "Several days a week"),
    ("weekly", "About once a week"),
    ("less", "Less often"),
    ("binges", "In binges"),
    ("not now", "Not in the last 30 days"),
)
ROUTES: Final = (
    ("oral", "Swallowed"),
    ("smoked", "Smoked"),
    ("inhaled", "Inhaled or snorted"),
    ("injected", "Injected"),
    ("other", "Another way"),
)
PRODUCTS: Final = (
    ("cigarettes", "Cigarettes"),
    ("chewing", "Chewing tobacco"),
    ("other", "Another product"),
)
