"""FHIR R4 over HTTP: reading. `domain.consent` says what may be seen, `interop.fhir` what a resource looks like."""
