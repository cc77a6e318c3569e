"""What the server can do, as FHIR R4 says it. Source: https://hl7.org/fhir/R4/capabilitystatement.html."""

from typing import Any, Final

from stepwell.interop.fhir.patient import PROFILE

_SECURITY: Final = "http://terminology.hl7.org/CodeSystem/restful-security-service"


def capability_statement(base: str) -> dict[str, Any]:
    """Reading one Patient with a bearer token, and no more. `base` is the address everything lies under."""
    return {
        "resourceType": "CapabilityStatement",
        "status": "active",
        "date": "2026-11-25",
        "kind": "instance",
        "software": {"name": "Stepwell"},
        "implementation": {"description": "Reading with consent under 42 CFR Part 2", "url": base},
        "fhirVersion": "4.0.1",
        "format": ["application/fhir+json", "json"],
        "rest": [
            {
                "mode": "server",
                "security": {
                    "service": [
                        {
                            "coding": [{"system": _SECURITY, "code": "OAuth"}],
                            "text": "A bearer token, given by the program to each organization",
                        }
                    ],
                    "description": "What a client has not consented to is not found.",
                },
                "resource": [
                    {
                        "type": "Patient",
                        "supportedProfile": [PROFILE],
                        "interaction": [{"code": "read"}],
                        "versioning": "no-version",
                        "conditionalRead": "not-match",
                    }
                ],
            }
        ],
    }
