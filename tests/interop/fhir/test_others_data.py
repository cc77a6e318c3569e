"""Data that others made is read whole: nothing of a valid R4 record is refused, and nothing is lost in silence."""

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from stepwell.domain.admissions.values import ItemKind
from stepwell.interop.fhir.referral import read_referral
from stepwell.interop.fhir.version import FhirVersion, likely_versions
from stepwell.kernel.errors import Refused

DATA = Path(__file__).parents[3].parent / "shared" / "data" / "fhir"
SYNTHEA = sorted((DATA / "synthea").glob("*.json"))
US_CORE = sorted((DATA / "us-core-6.1.0-examples").glob("*.json"))

KINDS = {
    "Condition": ItemKind.CONDITION,
    "MedicationRequest": ItemKind.MEDICATION,
    "AllergyIntolerance": ItemKind.ALLERGY,
    "Observation": ItemKind.OBSERVATION,
    "Encounter": ItemKind.ENCOUNTER,
}


def name_of(path: Path) -> str:
    return path.stem


@pytest.mark.parametrize("path", SYNTHEA, ids=name_of)
def test_a_synthea_record_is_read_and_every_resource_is_an_item_or_counted(path: Path) -> None:
    data = path.read_bytes()
    record = read_referral(data)
    sent = Counter(entry["resource"]["resourceType"] for entry in json.loads(data)["entry"])
    items = Counter(item.kind for item in record.items)

    assert record.source_format == "FHIR R4 transaction bundle"
    assert record.person.family_name
    assert record.person.given_names
    assert record.person.birth_on
    assert {kind: items[kind] for kind in KINDS.values()} == {kind: sent[name] for name, kind in KINDS.items()}
    assert dict(record.unplaced) == {name: n for name, n in sent.items() if name not in {*KINDS, "Patient"}}
    assert items[ItemKind.COVERAGE] >= 1, "the coverages inside the explanations of benefit"
    assert all(item.text and item.source_reference for item in record.items)
    assert all(item.value_text for item in record.items_of(ItemKind.OBSERVATION))


@pytest.mark.parametrize("path", US_CORE, ids=name_of)
def test_no_us_core_example_is_taken_for_another_version(path: Path) -> None:
    resource: dict[str, Any] = json.loads(path.read_bytes())
    inner = [entry["resource"] for entry in resource.get("entry", [])]

    assert likely_versions(resource, inner) == (FhirVersion.R4,)


@pytest.mark.parametrize("path", [path for path in US_CORE if path.stem.startswith("Patient-")], ids=name_of)
def test_a_us_core_patient_alone_is_a_referral_without_items(path: Path) -> None:
    record = read_referral(path.read_bytes())

    assert record.items == ()
    assert record.person.family_name
    assert record.person.birth_on
    assert record.person.phones == ("555-555-5555",)


def us_core_bundle(patient: str) -> dict[str, Any]:
    """All US Core examples about one patient, and those about nobody, as a collection."""
    resources = [json.loads(path.read_bytes()) for path in US_CORE]
    chosen = []
    for resource in resources:
        whose = next((resource[name] for name in ("subject", "patient", "beneficiary") if name in resource), None)
        if resource["resourceType"] == "Patient":
            fits = resource["id"] == patient
        else:
            fits = whose is None or whose.get("reference") == f"Patient/{patient}"
        if fits and resource["resourceType"] != "Bundle":
            chosen.append(resource)
    return {"resourceType": "Bundle", "type": "collection", "entry": [{"resource": found} for found in chosen]}


@pytest.mark.skipif(not US_CORE, reason="needs the shared data")
@pytest.mark.parametrize("patient", ["example", "infant-example", "child-example", "deceased-example"])
def test_the_us_core_examples_of_one_patient_make_a_referral(patient: str) -> None:
    bundle = us_core_bundle(patient)
    record = read_referral(json.dumps(bundle).encode())
    sent = Counter(entry["resource"]["resourceType"] for entry in bundle["entry"])
    items = Counter(item.kind for item in record.items)

    counted = sum(n for name, n in record.unplaced)
    assert len(record.items) + counted + 1 == sum(sent.values())
    assert {kind: items[kind] for kind in KINDS.values()} == {kind: sent[name] for name, kind in KINDS.items()}


@pytest.mark.skipif(not US_CORE, reason="needs the shared data")
def test_a_us_core_person_has_the_name_and_the_address_of_today() -> None:
    person = read_referral((DATA / "us-core-6.1.0-examples" / "Patient-example.json").read_bytes()).person

    assert (person.family_name, person.given_names) == ("Baxter", ("Amy", "V."))
    assert person.address_lines == ("183 Mountain View St",)


@pytest.mark.skipif(not DATA.exists(), reason="needs the shared data")
@pytest.mark.parametrize(("start", "version"), [("DSTU-2", "DSTU2"), ("STU-3", "STU3")])
def test_an_older_version_is_refused_by_its_name(start: str, version: str) -> None:
    (path,) = (DATA / "other-versions").glob(f"{start}*.json")
    with pytest.raises(Refused) as caught:
        read_referral(path.read_bytes())

    (refusal,) = caught.value.refusals
    assert refusal.what == f"This is a FHIR {version} bundle; Stepwell reads R4."
    assert refusal.mend == "Ask the sender for a FHIR R4 export."
