"""`stepwell import patients`: a folder at once, each file by itself; killed, it goes on; what has no place is told."""

import argparse
import os
import signal
import subprocess
import sys

import orjson
import pytest
from django.db import connection
from tests.cast import make_world
from tests.referrals import small_bundle
from tests.waiting import wait_until

from stepwell.cli_import import add_import
from stepwell.domain.admissions.models import Enquiry, Referral
from stepwell.domain.people.models import Client

PEOPLE, MANY = 6, 60


def someone(number, **change):
    """A bundle about somebody of that number; nobody else looks like them."""

    def made(bundle):
        patient = bundle["entry"][0]["resource"]
        patient["name"] = [{"family": f"Folder{number}", "given": [f"Given{number}"]}]
        patient["birthDate"] = f"{1930 + number}-03-04"
        patient["identifier"] = [{"system": "urn:test:folder", "value": f"F-{number}"}]
        patient.update(change)

    return small_bundle(made)


@pytest.fixture
def folder(tmp_path):
    place = tmp_path / "patients"
    (place / "more").mkdir(parents=True)
    for number in range(PEOPLE):
        (place / ("more" if number % 2 else "") / f"{number}.json").write_bytes(someone(number))
    return place


@pytest.fixture
def run(world, capsys, tmp_path):
    """`run(folder, who)` gives the exit code, what was printed, what went wrong, and the report."""
    parser = argparse.ArgumentParser()
    add_import(parser.add_subparsers(), lambda run, _as_owner: run)
    report = tmp_path / "report.csv"

    def command(folder, who="admissions"):
        report.unlink(missing_ok=True)
        given = ["--site", world.site.name, "--as", world.email(who), "--report", str(report)]
        options = parser.parse_args(["import", "patients", str(folder), *given])
        code = options.run(options)
        printed = capsys.readouterr()
        return code, printed.out, printed.err, report.read_text() if report.exists() else ""

    return command


def test_every_file_of_the_folder_becomes_an_enquiry(world, run, folder):
    code, out, err, report = run(folder)
    assert (code, err, report) == (0, "", "")
    assert f"{PEOPLE:>7,} new" in out
    assert "items without a place yet" in out
    assert Enquiry.objects.filter(site=world.site).count() == PEOPLE
    assert "Folder1" not in out


def test_run_again_nothing_is_stored_twice(world, run, folder):
    run(folder)
    code, out, _, _ = run(folder)
    assert code == 0
    assert f"{0:>7,} new" in out
    assert f"{PEOPLE:>7,} here before" in out
    assert Referral.objects.filter(site=world.site).count() == PEOPLE


def test_one_that_is_refused_stops_no_other_and_is_told_with_its_place(world, run, folder):
    (folder / "3-wrong.json").write_bytes(someone(8, birthDate="2150-01-01x"))
    (folder / "4-cut.json").write_bytes(someone(9)[:200])
    code, out, _, report = run(folder)
    assert code == 1
    assert f"{2:>7,} refused" in out
    assert Enquiry.objects.filter(site=world.site).count() == PEOPLE
    assert "3-wrong.json,refused" in report
    assert "birthDate" in report
    assert "4-cut.json,refused" in report
    assert "wrong.json" not in out


def test_somebody_who_looks_like_another_waits_for_a_decision(world, run, folder):
    twin = orjson.loads(someone(1))
    twin["entry"][0]["resource"]["identifier"] = [{"system": "urn:test:folder", "value": "F-other"}]
    (folder / "twin.json").write_bytes(orjson.dumps(twin))
    code, out, _, report = run(folder)
    assert code == 0
    assert f"{1:>7,} wait for somebody" in out
    assert "twin.json,to decide" in report
    assert Client.objects.filter(site=world.site, family_name="Folder1").count() == 1


def test_the_report_is_for_whoever_started_it_alone(run, folder, tmp_path):
    (folder / "wrong.json").write_bytes(b"{}")
    run(folder)
    assert (tmp_path / "report.csv").stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("who", ["counselor", "director", "billing"])
def test_only_who_takes_in_referrals_does(world, run, folder, who):
    world.accounts[who]
    code, _, err, _ = run(folder, who)
    allowed = who == "director"
    assert (code == 0) is allowed
    assert ("doesn't take in referrals" in err) is not allowed
    assert Enquiry.objects.filter(site=world.site).exists() is allowed


def test_a_folder_that_is_none_or_holds_nothing_is_said(run, tmp_path):
    for place in (tmp_path / "nowhere", tmp_path):
        code, _, err, _ = run(place)
        assert code == 1
        assert "FOLDER" in err


def test_killed_in_the_middle_and_run_again_everybody_is_there_once(committed, server, tmp_path):
    """kill -9 as soon as some are in; the second run takes in the rest."""
    world, place = make_world(), tmp_path / "many"
    place.mkdir()
    for number in range(MANY):
        (place / f"{number:02}.json").write_bytes(someone(number))
    command = [sys.executable, "-m", "stepwell", "import", "patients", str(place)]
    command += ["--site", world.site.name, "--as", world.email("admissions"), "--report", str(tmp_path / "report.csv")]
    environ = {**os.environ, **server.environ(connection.settings_dict["NAME"]), "STEPWELL_DATA": str(tmp_path)}
    first = subprocess.Popen(command, env=environ, start_new_session=True, stdout=subprocess.DEVNULL)
    mine = Referral.objects.filter(site=world.site)
    wait_until(lambda: mine.exists() or first.poll() is not None, seconds=60)
    os.killpg(first.pid, signal.SIGKILL)
    first.wait()
    assert 0 < mine.count() < MANY
    second = subprocess.run(command, env=environ, capture_output=True, text=True, check=False, timeout=120)
    assert second.returncode == 0, second.stderr
    assert f"{MANY:>7,} of {MANY} files" in second.stdout
    assert mine.count() == Enquiry.objects.filter(site=world.site).count() == MANY
