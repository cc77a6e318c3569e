"""`stepwell import …`: what comes in by hand, from a file. Prints counts and places, never health information."""

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from stepwell.domain.admissions.actions.enquiry import Arrival
    from stepwell.domain.admissions.values import ReferralRecord
    from stepwell.domain.people.models import Site
    from stepwell.kernel.actor import Actor


def add_import(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add `import referral FILE --site NAME --as EMAIL` to the command line."""
    parser = commands.add_parser("import", help="take something in from a file")
    kinds = parser.add_subparsers(dest="kind", required=True)
    referral = kinds.add_parser("referral", help="a referral: a FHIR R4 bundle as JSON")
    referral.add_argument("file", type=Path, metavar="FILE")
    referral.add_argument("--site", required=True, metavar="NAME", help="the site that takes it in")
    referral.add_argument("--as", required=True, dest="email", metavar="EMAIL", help="who takes it in")
    referral.add_argument("--from", default="", dest="sender", metavar="NAME", help="who sent it")
    referral.set_defaults(run=import_referral)


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

    actor = _actor(options.email)
    site = _site(actor, options.site)
    record = read_referral(_content(options.file))
    arrival = receive_referral(actor=actor, site=site, record=record, source_name=options.sender, now=clock.now())
    return record, arrival


def _content(file: Path) -> bytes:
    """The file's bytes; not one more than are read anyway, however large it is."""
    from stepwell.interop.fhir.referral import MAX_REFERRAL_BYTES
    from stepwell.kernel.errors import refuse

    try:
        with file.open("rb") as opened:
            return opened.read(MAX_REFERRAL_BYTES + 1)
    except OSError as error:
        raise refuse(f"The file can't be opened: {error.strerror}.", "FILE", "Check the path.") from None


def _actor(email: str) -> "Actor":
    from stepwell.domain.people.queries import load_actor
    from stepwell.kernel.errors import refuse
    from stepwell.platform.accounts.models import User

    try:
        account = User.objects.get_by_natural_key(email)
    except User.DoesNotExist:
        raise refuse("There is no account with this address.", "--as", "Check the address.") from None
    if not account.is_active:
        raise refuse("This account is closed.", "--as", "Use another.")
    return load_actor(account.pk)


def _site(actor: "Actor", name: str) -> "Site":
    from stepwell.domain.admissions.permissions import WORK_ENQUIRY
    from stepwell.domain.people.queries import my_sites
    from stepwell.kernel.errors import refuse
    from stepwell.platform.access.permission import require

    require(actor, WORK_ENQUIRY)
    mine = {site.name: site for site in my_sites(actor)}
    if name not in mine:
        raise refuse("This account has no site of that name.", "--site", f"It has: {', '.join(mine) or 'none'}.")
    return mine[name]


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
