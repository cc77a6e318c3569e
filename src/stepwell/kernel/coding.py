"""A code from a code system, and the code systems that Stepwell names.

The URIs are those of HL7's registry (https://terminology.hl7.org/external_terminologies.html): the same string
everywhere, so that codes compare by equality. What a code means for a program is said by the part that uses it.
"""

from dataclasses import dataclass
from typing import Final

SNOMED_CT: Final = "http://snomed.info/sct"
LOINC: Final = "http://loinc.org"
RXNORM: Final = "http://www.nlm.nih.gov/research/umls/rxnorm"
ICD_10_CM: Final = "http://hl7.org/fhir/sid/icd-10-cm"
ICD_9_CM: Final = "http://hl7.org/fhir/sid/icd-9-cm"
CVX: Final = "http://hl7.org/fhir/sid/cvx"
NDC: Final = "http://hl7.org/fhir/sid/ndc"
CPT: Final = "http://www.ama-assn.org/go/cpt"
HCPCS: Final = "http://www.cms.gov/Medicare/Coding/HCPCSReleaseCodeSets"
UCUM: Final = "http://unitsofmeasure.org"
IDENTIFIER_TYPE: Final = "http://terminology.hl7.org/CodeSystem/v2-0203"

_SHORT_NAMES: Final = {
    SNOMED_CT: "SNOMED CT",
    LOINC: "LOINC",
    RXNORM: "RxNorm",
    ICD_10_CM: "ICD-10-CM",
    ICD_9_CM: "ICD-9-CM",
    CVX: "CVX",
    NDC: "NDC",
    CPT: "CPT",
    HCPCS: "HCPCS",
    UCUM: "UCUM",
}


@dataclass(frozen=True, slots=True)
class Coding:
    """One code of one system. `system` is its URI, or empty where the sender gave none; `display` is as sent."""

    system: str
    code: str
    display: str = ""

    @property
    def system_name(self) -> str:
        """What people call the system, such as "SNOMED CT"; its URI where Stepwell has no name for it."""
        return _SHORT_NAMES.get(self.system, self.system)


@dataclass(frozen=True, slots=True)
class Identifier:
    """A number that somebody knows a person by: `system` is the URI of who gave it."""

    system: str
    value: str
