"""FHIR R4 at the border: bytes to values and values to dicts, nothing saved here. Start at `referral.read_referral`."""
