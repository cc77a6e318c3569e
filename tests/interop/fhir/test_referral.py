"""What a referral's record says, from the small fictional referral and changes to it."""

import json
from datetime import UTC, date, datetime

import pytest

from stepwell.domain.admissions.values import ItemKind, PartialDate
from stepwell.interop.fhir.referral import read_referral
from stepwell.kernel.coding import ICD_10_CM, SNOMED_CT, Identifier


def test_the_person_is_read_with_their_current_name_and_contacts(small_bytes):
    person = read_referral(small_bytes).person

    assert person.identifiers == (Identifier("http://riverside.example/mrn", "R-20417"),)
    assert (person.family_name, person.given_names) == ("Okafor", ("Wrenna", "Lee"))
    assert (person.name_text, person.preferred_name) == ("Wrenna Lee Okafor", "Wren")
    assert (person.birth_on, person.administrative_gender) == (date(1990, 4, 17), "female")
    assert (person.phones, person.emails) == (("555-0148",), ("wren@example.org",))
    assert person.address_lines == ("12 Alder Row", "Unit 3")
    assert (person.city, person.state, person.postal_code) == ("Millbrook", "VT", "05101")
    assert (person.language, person.deceased) == ("en-US", False)


def test_each_kind_of_item_is_read_and_the_rest_is_counted(small_bytes):
    record = read_referral(small_bytes)

    assert {item.kind for item in record.items} == set(ItemKind)
    assert record.unplaced == (("Immunization", 1), ("Organization", 1))
    assert record.source_format == "FHIR R4 collection bundle"


def test_a_diagnosis_keeps_its_codes_and_invents_no_precision(small_bytes):
    (item,) = read_referral(small_bytes).items_of(ItemKind.CONDITION)

    assert [(coding.system, coding.code) for coding in item.codings] == [
        (ICD_10_CM, "F10.20"),
        (SNOMED_CT, "66590003"),
    ]
    assert (item.text, item.status) == ("Alcohol use disorder, severe", "active, confirmed")
    assert (item.started, item.started_on) == (PartialDate("2016"), None)
    assert (item.recorded.on, item.recorded_at) == (date(2024, 3, 2), None)


def test_a_medication_is_named_by_the_resource_it_refers_to(small_bytes):
    (item,) = read_referral(small_bytes).items_of(ItemKind.MEDICATION)

    assert item.text == "naltrexone hydrochloride 50 MG Oral Tablet"
    assert item.codings[0].code == "1805444"
    assert item.recorded_at == datetime(2024, 3, 8, 15, 15, tzinfo=UTC)
    assert dict(item.detail) == {
        "Recorded as": "order",
        "Dosage": "1 tablet by mouth daily",
        "Dose": "50 mg",
        "How often": "1 time in 1 day",
        "Route": "Oral route",
        "Reason": "Alcohol use disorder, severe",
    }


def test_an_order_not_to_give_says_so_first(varied, resource_of):
    data = varied(lambda bundle: resource_of(bundle, "naltrexone").update(doNotPerform=True))

    (item,) = read_referral(data).items_of(ItemKind.MEDICATION)
    assert item.status == "do not give, active"


def test_a_panel_shows_its_components(small_bytes):
    panel, score = read_referral(small_bytes).items_of(ItemKind.OBSERVATION)

    assert panel.value_text == "Systolic blood pressure: 128 mmHg; Diastolic blood pressure: 82 mmHg"
    assert (score.value_text, score.started_on) == ("9 score", date(2024, 3, 2))


def test_an_allergy_a_stay_and_a_coverage_carry_what_a_clinician_needs(small_bytes):
    record = read_referral(small_bytes)
    (allergy,) = record.items_of(ItemKind.ALLERGY)
    (stay,) = record.items_of(ItemKind.ENCOUNTER)
    (coverage,) = record.items_of(ItemKind.COVERAGE)

    assert ("Reaction", "Hives (moderate)") in allergy.detail
    assert ("Criticality", "high") in allergy.detail
    assert (stay.started_on, stay.ended_on) == (date(2024, 3, 2), date(2024, 3, 9))
    assert dict(stay.detail) == {
        "Class": "inpatient encounter",
        "Reason": "Alcoholism",
        "Provider": "Riverside Hospital",
    }
    assert coverage.text == "Green Mountain Health"
    assert ("Member ID", "GM-552071") in coverage.detail
    assert ("Group", "Alder Works employees (A-100)") in coverage.detail


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ({"valueQuantity": {"value": 5, "comparator": "<", "unit": "ng/mL"}}, "< 5 ng/mL"),
        ({"valueQuantity": {"value": 36.60, "code": "Cel"}}, "36.6 °C"),
        ({"valueQuantity": {"value": 1, "unit": "1"}}, "1"),
        ({"valueCodeableConcept": {"coding": [{"code": "LA33-6", "display": "Yes"}]}}, "Yes"),
        ({"valueString": "every day"}, "every day"),
        ({"valueBoolean": False}, "no"),
        ({"valueInteger": 0}, "0"),
        ({"valueRange": {"low": {"value": 1, "unit": "h"}, "high": {"value": 2, "unit": "h"}}}, "1 h to 2 h"),
        ({"valueRatio": {"numerator": {"value": 1}, "denominator": {"value": 128}}}, "1 : 128"),
        ({"valuePeriod": {"start": "2024-01"}}, "since 2024-01"),
        ({"valueDateTime": "2024-02-29"}, "2024-02-29"),
        ({"valueTime": "22:30:00"}, "22:30:00"),
        ({"valueSampledData": {"dimensions": 1}}, ""),
        ({"dataAbsentReason": {"text": "Declined"}}, ""),
    ],
)
def test_each_type_of_value_is_rendered(varied, resource_of, value, text):
    def change(bundle):
        audit = resource_of(bundle, "audit")
        del audit["valueQuantity"]
        audit.update(value)

    item = read_referral(varied(change)).items_of(ItemKind.OBSERVATION)[1]
    assert item.value_text == text
    assert text or [label for label, _ in item.detail if label in ("Value", "No value")]


def test_what_the_sender_took_back_is_left_out_and_counted(varied, resource_of):
    def change(bundle):
        resource_of(bundle, "audit")["status"] = "entered-in-error"
        resource_of(bundle, "aud")["verificationStatus"] = {"coding": [{"code": "entered-in-error"}]}

    record = read_referral(varied(change))
    assert not record.items_of(ItemKind.CONDITION)
    assert ("Condition (entered in error)", 1) in record.unplaced
    assert ("Observation (entered in error)", 1) in record.unplaced


def test_an_extension_that_may_turn_the_meaning_round_keeps_an_item_out(varied, resource_of):
    data = varied(lambda bundle: resource_of(bundle, "penicillin").update(modifierExtension=[{"url": "x"}]))

    assert ("AllergyIntolerance (changed by an extension unknown here)", 1) in read_referral(data).unplaced


def test_an_observation_of_a_device_is_not_the_persons(varied, resource_of):
    data = varied(lambda bundle: resource_of(bundle, "audit").update(subject={"reference": "Device/pump"}))

    assert ("Observation (about something else than the person)", 1) in read_referral(data).unplaced


@pytest.mark.parametrize(
    "subject",
    [
        {"reference": "Patient/wren"},
        {"reference": "Patient/wren/_history/2"},
        {"reference": "URN:UUID:11111111-1111-4111-8111-111111111111"},
        {"reference": "Patient?identifier=http://riverside.example/mrn|R-20417"},
        {"identifier": {"system": "http://riverside.example/mrn", "value": "R-20417"}},
    ],
)
def test_the_patient_may_be_named_in_any_way_that_fhir_has(varied, resource_of, subject):
    data = varied(lambda bundle: resource_of(bundle, "aud").update(subject=subject))

    assert len(read_referral(data).items_of(ItemKind.CONDITION)) == 1


@pytest.mark.parametrize(
    "reference", ["Practitioner?identifier=http://npi|1", "https://elsewhere.example/Practitioner/1"]
)
def test_references_out_of_the_file_are_allowed(varied, resource_of, reference):
    data = varied(lambda bundle: resource_of(bundle, "naltrexone").update(requester={"reference": reference}))

    assert read_referral(data).items_of(ItemKind.MEDICATION)


def test_a_coverage_inside_claims_is_taken_once(varied, resource_of):
    def change(bundle):
        plan = resource_of(bundle, "plan")
        bundle["entry"] = [entry for entry in bundle["entry"] if entry["resource"] is not plan]
        for number in range(3):
            inner = {**plan, "id": f"c{number}"}
            claim = {"resourceType": "Claim", "id": f"claim{number}", "contained": [inner]}
            bundle["entry"].append({"resource": claim})

    record = read_referral(varied(change))
    (coverage,) = record.items_of(ItemKind.COVERAGE)
    assert coverage.source_reference == "Claim/claim0#c0"
    assert ("Claim", 3) in record.unplaced


def test_the_same_resource_twice_is_one_item(varied):
    data = varied(lambda bundle: bundle["entry"].extend(list(bundle["entry"])))

    assert len(read_referral(data).items) == 7


def test_the_same_content_has_the_same_fingerprint_whatever_its_white_space(small_bytes):
    bundle = json.loads(small_bytes)
    bundle["entry"][0]["resource"]["extension"] = [{"url": "x", "valueDecimal": 1.5}]
    dense = json.dumps(bundle, separators=(",", ":"), sort_keys=True).encode()
    wide = b"\xef\xbb\xbf" + json.dumps(bundle, indent=4).replace("1.5", "1.50").encode()
    first, second = read_referral(dense), read_referral(wide)

    assert first == second
    assert first.fingerprint != read_referral(small_bytes).fingerprint


def test_a_birth_date_that_is_absent_for_a_reason_stays_unknown(varied, resource_of):
    def change(bundle):
        patient = resource_of(bundle, "wren")
        del patient["birthDate"]
        patient["_birthDate"] = {"extension": [{"url": "…/data-absent-reason", "valueCode": "unknown"}]}
        patient["name"] = [{"given": [None, "Wren"], "_given": [{"extension": []}, None]}]

    person = read_referral(varied(change)).person
    assert person.birth is None
    assert person.given_names == ("Wren",)


@pytest.mark.parametrize("text", ["1984", "1984-05", "1984-05-12"])
def test_a_birth_date_is_as_precise_as_it_was_told(varied, resource_of, text):
    person = read_referral(varied(lambda bundle: resource_of(bundle, "wren").update(birthDate=text))).person

    assert person.birth.text == text
    assert person.birth_on == (date(1984, 5, 12) if len(text) == 10 else None)


def test_an_instant_keeps_the_senders_day_and_leap_seconds_dont_matter():
    late = PartialDate.parse("2016-12-31T23:59:60.123456789-05:00")

    assert late.on == date(2016, 12, 31)
    assert late.at == datetime(2017, 1, 1, 4, 59, 59, 123456, tzinfo=UTC)
    for wrong in ("0001-01-01T00:00:00+14:00", "2024-02-31", "2024-13", "84", "2024-05-31T10:00", "٢٠٢٤"):
        with pytest.raises(ValueError, match=r"."):
            PartialDate.parse(wrong)
