"""`stepwell import referral`: counts for who runs it, places for what is refused, and nothing about health."""

import argparse

import pytest
from tests.referrals import OTHER_VERSIONS, SMALL, small_bundle

from stepwell.cli_import import add_import
from stepwell.domain.admissions.models import Enquiry, Referral
from stepwell.interop.fhir.referral import read_referral


@pytest.fixture
def run(world, capsys):
    """`run(path, who)` gives the exit code, what was printed, and what went wrong."""
    parser = argparse.ArgumentParser()
    add_import(parser.add_subparsers(), lambda run, _as_owner: run)

    def command(path, who="admissions", site=None):
        arguments = ["import", "referral", str(path), "--site", site or world.site.name, "--as", world.email(who)]
        options = parser.parse_args(arguments)
        code = options.run(options)
        printed = capsys.readouterr()
        return code, printed.out, printed.err

    return command


def test_a_file_is_taken_in_and_its_counts_are_printed(world, run):
    code, out, _ = run(SMALL)
    record = read_referral(SMALL.read_bytes())
    enquiry = Enquiry.objects.get(site=world.site)
    assert code == 0
    assert f"Look at /app/admissions/{enquiry.pk}/" in out
    assert f"{sum(count for _, count in record.unplaced)}  without a place yet" in out
    assert record.person.family_name not in out
    for item in record.items:
        assert not item.text or item.text not in out


def test_the_same_file_again_says_so(world, run):
    run(SMALL)
    code, out, _ = run(SMALL)
    assert code == 0
    assert "This file was here before" in out
    assert Referral.objects.filter(site=world.site).count() == 1


def test_what_is_refused_is_named_with_its_place_and_nothing_is_stored(world, run, tmp_path):
    path = tmp_path / "wrong.json"
    path.write_bytes(small_bundle(lambda bundle: bundle["entry"][0]["resource"].update(birthDate=1984)))
    code, out, err = run(path)
    assert (code, out) == (1, "")
    assert "Nothing was stored." in err
    assert "entry[0].resource.birthDate" in err
    assert not Referral.objects.filter(site=world.site).exists()


def test_another_version_is_refused_by_name(run):
    if not OTHER_VERSIONS:
        pytest.skip("the records that others made are not here")
    for path in OTHER_VERSIONS:
        code, _, err = run(path)
        assert code == 1
        assert "STU3" in err or "DSTU2" in err


def test_a_file_that_is_not_there_a_site_that_is_not_theirs_and_an_account_without_the_role(world, run, tmp_path):
    assert run(tmp_path / "none.json")[0] == 1
    code, _, err = run(SMALL, site=world.other_site.name)
    assert code == 1
    assert world.site.name in err
    assert run(SMALL, who="counselor")[0] == 1
    assert not Referral.objects.filter(site=world.site).exists()
