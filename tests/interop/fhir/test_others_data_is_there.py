"""The records that others made may be away from a newcomer's checkout; where changes are judged they must be there."""

import os

from tests.referrals import OTHER_VERSIONS, SYNTHEA, US_CORE_PATIENTS


def test_changes_are_never_judged_without_the_records_that_others_made():
    missing = [
        name
        for name, files in (("Synthea", SYNTHEA), ("US Core", US_CORE_PATIENTS), ("other versions", OTHER_VERSIONS))
        if not files
    ]
    assert not (os.environ.get("CI") and missing), "put shared/data beside the checkout"
