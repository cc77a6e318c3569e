"""`./dev faults [kills] [--seconds N] [--seed S]`."""

import argparse
import os
import sys

import django

os.environ |= {"DJANGO_SETTINGS_MODULE": "stepwell.settings", "STEPWELL_POOL": "0"}


def main() -> int:
    parser = argparse.ArgumentParser(prog="./dev faults", description="Break it while people work, and count.")
    parser.add_argument("what", nargs="*", help="nothing named: all of them")
    parser.add_argument("--seconds", type=float, default=120, help="how long to write and kill")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    django.setup()
    from tests.faults import disk, hosts, kills

    parts = {"kills": lambda: kills.run(options.seconds, options.seed), "disk": disk.run, "hosts": hosts.run}
    return max([run() for name, run in parts.items() if name in (options.what or parts)], default=2)


if __name__ == "__main__":
    sys.exit(main())
