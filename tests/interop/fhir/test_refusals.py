"""What is refused, where, and in which words; and that no word of it comes from the file."""

import io
import json
import zipfile

import pytest

from stepwell.interop.fhir.findings import MAX_REFUSALS

PATIENT = b'{"resourceType": "Patient", "birthDate": "1990-01-01"}'


def zipped() -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("patient.json", PATIENT)
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (b"", "empty"),
        (b" \r\n\t", "empty"),
        (b'<?xml version="1.0"?><ClinicalDocument xmlns="urn:hl7-org:v3"/>', "C-CDA"),
        (b'\xef\xbb\xbf<Bundle xmlns="http://hl7.org/fhir"/>', "FHIR as XML"),
        (b"<!DOCTYPE html><html></html>", "HTML"),
        (b"<note/>", "XML"),
        (b"MSH|^~\\&|LAB|", "HL7 version 2"),
        (b"\x0bMSH|^~\\&|LAB|", "HL7 version 2"),
        (b"ISA*00*", "X12"),
        (b"%PDF-1.7", "PDF"),
        (zipped(), "zip"),
        (b"\x1f\x8b\x08", "gzip"),
        (PATIENT.decode().encode("utf-16"), "UTF-16"),
        (PATIENT.decode().encode("utf-16-le"), "UTF-16"),
        (PATIENT.decode().encode("utf-16-be"), "UTF-16"),
        (PATIENT.decode().encode("utf-32"), "UTF-32"),
        (PATIENT + b"\n" + PATIENT, "NDJSON"),
        (b"[" + PATIENT + b"]", "JSON list"),
        (b'"Patient"', "not a FHIR resource"),
        (b'{"a": 1}', "names no resource type"),
        (b'{"resourceType": "Observation"}', "a single Observation"),
    ],
)
def test_another_format_is_refused_by_its_name(refusals_of, data, name):
    (refusal,) = refusals_of(data)

    assert name in refusal.what
    assert refusal.mend


@pytest.mark.parametrize(
    ("resource", "version"),
    [
        ({"resourceType": "MedicationOrder"}, "DSTU2"),
        ({"resourceType": "Encounter", "class": "outpatient"}, "DSTU2"),
        ({"resourceType": "Condition", "clinicalStatus": "active", "subject": {}}, "STU3"),
        ({"resourceType": "MedicationRequest", "context": {}}, "STU3"),
        ({"resourceType": "AllergyIntolerance", "assertedDate": "2017"}, "STU3"),
        ({"resourceType": "ProcedureRequest"}, "DSTU2 or STU3"),
        ({"resourceType": "MedicationRequest", "medication": {"concept": {}}}, "R5"),
        ({"resourceType": "Encounter", "class": [{}], "actualPeriod": {}}, "R5"),
        ({"resourceType": "Condition", "meta": {"profile": ["http://hl7.org/fhir/3.0/StructureDefinition/X"]}}, "STU3"),
        ({"resourceType": "X", "meta": {"profile": ["http://hl7.org/fhir/StructureDefinition/X|6.0.0"]}}, "R6"),
    ],
)
def test_another_version_is_refused_by_its_name(refusals_of, resource, version):
    bundle = {"resourceType": "Bundle", "type": "collection", "entry": [{"resource": resource}]}
    (refusal,) = refusals_of(json.dumps(bundle).encode())

    assert refusal.what == f"This is a FHIR {version} bundle; Stepwell reads R4."


@pytest.mark.parametrize(
    ("data", "where"),
    [
        (b'{"resourceType": "Patient",\n "id": }', "line 2, column 8"),
        (PATIENT[:-1], "line 1, column 54"),
        (b'{"resourceType": "Patient", "birthDate": "199', "line 1, column 42"),
        (b'{"resourceType": "Patient",\n "id": "\xff"}', "line 2, column 9"),
        (b'{"resourceType": "Patient", "name": [{"family": "a\\u0000"}]}', "name[0].family"),
        (b'{"resourceType": "Patient", "id": "\\ud800"}', "id"),
        (b'{"resourceType": "Patient", "id": "a", "id": "b"}', "id"),
        (b'{"resourceType": "Patient", "x": [NaN]}', "x[0]"),
        (b'{"resourceType": "Patient", "x": {"y": -Infinity}}', "x.y"),
        (b'{"resourceType": "Patient", "x": ' + b"9" * 400 + b"}", "x"),
        (b'{"resourceType": "Patient", "x": 1e400}', "x"),
    ],
)
def test_what_json_cannot_mean_is_refused_at_its_place(refusals_of, data, where):
    (refusal,) = refusals_of(data)

    assert refusal.where == where


MISTAKES = {
    "a birth date that is none": (
        lambda of: of("wren").update(birthDate="2024-02-31"),
        "entry[0].resource.birthDate",
    ),
    "words for a birth date": (lambda of: of("wren").update(birthDate="soon"), "entry[0].resource.birthDate"),
    "a number for a family name": (
        lambda of: of("wren")["name"][0].update(family=7),
        "entry[0].resource.name[0].family",
    ),
    "a string for given names": (
        lambda of: of("wren")["name"][0].update(given="Wren"),
        "entry[0].resource.name[0].given",
    ),
    "an object for names": (lambda of: of("wren").update(name={}), "entry[0].resource.name"),
    "another word for gender": (lambda of: of("wren").update(gender="F"), "entry[0].resource.gender"),
    "an item about someone else": (
        lambda of: of("aud").update(subject={"reference": "Patient/other"}),
        "entry[3].resource.subject.reference",
    ),
    "a subject that leads nowhere": (
        lambda of: of("aud").update(subject={"reference": "urn:uuid:0"}),
        "entry[3].resource.subject.reference",
    ),
    "an item about nobody": (lambda of: of("aud").pop("subject"), "entry[3].resource.subject"),
    "a visit that leads nowhere": (
        lambda of: of("aud").update(encounter={"reference": "urn:uuid:0"}),
        "entry[3].resource.encounter.reference",
    ),
    "a medication that isn't contained": (
        lambda of: of("naltrexone").pop("contained"),
        "entry[4].resource.medicationReference.reference",
    ),
    "a reason that leads nowhere": (
        lambda of: of("naltrexone").update(reasonReference=[{"reference": "Condition/none"}]),
        "entry[4].resource.reasonReference[0].reference",
    ),
    "an immunization of someone else": (
        lambda of: of("flu").update(patient={"reference": "Patient/other"}),
        "entry[9].resource.patient.reference",
    ),
    "a string for a value": (
        lambda of: of("audit").update(valueQuantity={"value": "9"}),
        "entry[7].resource.valueQuantity.value",
    ),
    "a type that R4 doesn't have": (
        lambda of: of("flu").update(resourceType="Vaccine"),
        "entry[9].resource.resourceType",
    ),
}


@pytest.mark.parametrize(("mistake", "where"), MISTAKES.values(), ids=MISTAKES)
def test_a_mistake_is_refused_at_its_place(varied, resource_of, refusals_of, mistake, where):
    data = varied(lambda bundle: mistake(lambda resource_id: resource_of(bundle, resource_id)))

    assert where in {refusal.where for refusal in refusals_of(data)}


def test_two_patients_none_and_entries_that_are_no_objects_are_refused(varied, refusals_of):
    other = {"resource": {"resourceType": "Patient", "id": "other"}}
    two = refusals_of(varied(lambda bundle: bundle["entry"].append(other)))
    none = refusals_of(varied(lambda bundle: bundle["entry"].clear()))
    text = refusals_of(varied(lambda bundle: bundle["entry"].append("x")))

    assert [refusal.where for refusal in two] == ["entry[10].resource"]
    assert [refusal.where for refusal in none] == ["entry"]
    assert [refusal.where for refusal in text] == ["entry[10]"]


def test_all_mistakes_are_told_at_once_and_twenty_are_enough(varied, resource_of, refusals_of):
    def three(bundle):
        resource_of(bundle, "wren").update(birthDate="x", gender="x")
        resource_of(bundle, "audit").update(issued="x")

    def many(bundle):
        resource_of(bundle, "wren")["name"] = [{"given": "x"}] * 50

    assert len(refusals_of(varied(three))) == 3

    def text_for_all(bundle):
        bundle["entry"] += ["x"] * 50

    assert len(refusals_of(varied(text_for_all))) == MAX_REFUSALS
    assert refusals_of(varied(many))


def test_no_refusal_repeats_a_value_or_a_strange_name_from_the_file(varied, refusals_of):
    secret = "Marisol-1984-05-12"

    def change(bundle):
        for entry in bundle["entry"]:
            resource = entry["resource"]
            for name in list(resource):
                if name not in ("resourceType", "id", "subject", "patient", "beneficiary"):
                    resource[name] = secret

    odd = b'{"resourceType": "Patient", "' + secret.encode() + b'": NaN, "a": "' + secret.encode() + b'"}'
    for data in (varied(change), odd):
        assert all(secret not in str(refusal) for refusal in refusals_of(data))
