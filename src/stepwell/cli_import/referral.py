"""`stepwell import referral FILE`: one referral. Prints counts and places, never health information."""

import argparse
import sys
from typing import TYPE_CHECKING

from stepwell.cli_import.desk import actor_of, content_of, site_of

if TYPE_CHECKING:
    from stepwell.domain.admissions.actions.enquiry import Arrival
    from stepwell.domain.admissions.values import ReferralRecord


def import_referral(options: argparse.Namespace) -> int:
    """Read the file whole, then take it in. 1, and nothing stored, where anything is refused."""
    import django

    django.setup()
    from stepwell.kernel.errors import NotAllowed, Refused

    try:
        record, arrival = _take_in(options)
    except Refused as refused:
        return _say_no(*(str(refusal) for refusal in refused.refusals))
    except NotAllowed:
        return _say_no("This account doesn't take in referrals. Use one of admissions or of the director.")
    print("\n".join(_words(record, arrival)))
    return 0


def _take_in(options: argparse.Namespace) -> "tuple[ReferralRecord, Arrival]":
    from stepwell.domain.admissions.actions.referral import receive_referral
    from stepwell.interop.fhir.referral import read_referral
    from stepwell.kernel import clock

    actor = actor_of(options.email)
    site = site_of(actor, options.site)
    record = read_referral(content_of(options.file))
    arrival = receive_referral(actor=actor, site=site, record=record, source_name=options.sender, now=clock.now())
    return record, arrival


def _words(record: "ReferralRecord", arrival: "Arrival") -> list[str]:
    """What arrived, as counts, and where to look."""
    from django.urls import reverse

    from stepwell.domain.admissions.values import ItemKind

    lines = ["This file was here before. Nothing was stored twice."] if arrival.is_repeat else [record.source_format]
    lines += [f"  {len(record.items_of(kind)):>6}  {kind.value}" for kind in ItemKind]
    lines.append(f"  {sum(count for _, count in record.unplaced):>6}  without a place yet")
    lines += [f"          {count:>6}  {name}" for name, count in record.unplaced]
    if arrival.enquiry is not None:
        lines.append(f"Look at {reverse('enquiry', args=[arrival.enquiry.pk])}")
    elif arrival.referral is not None:
        where = reverse("referral_match", args=[arrival.referral.pk])
        lines.append(f"Somebody here looks like this person. Decide at {where}")
    return lines


def _say_no(*reasons: str) -> int:
    print("Nothing was stored.", *reasons, sep="\n  ", file=sys.stderr)
    return 1
