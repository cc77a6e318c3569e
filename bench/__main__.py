"""`./dev bench`: a server of its own, and then `bench.run`."""

import argparse
import os

import django

from bench.place import place


def main() -> int:
    """Everything in one run on one server. Exits with 0: figures are read, not asserted."""
    options = _options()
    with place() as (server, environ):
        os.environ.update(environ, DJANGO_SETTINGS_MODULE="stepwell.settings")
        django.setup()
        from bench.run import run  # reads models, which are there from here on

        run(server, environ, options)
    return 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="./dev bench", description="Speed and scale, as ratios measured in one run.")
    parser.add_argument("--clients", type=int, default=200, help="of a program at 1 ×")
    parser.add_argument("--months", type=int, default=6)
    parser.add_argument("--sizes", type=int, nargs="+", default=[1, 20], metavar="TIMES")
    parser.add_argument("--times", type=int, default=60, help="how often each request is measured")
    parser.add_argument("--seconds", type=float, default=5.0, help="how long each is driven from all cores")
    parser.add_argument(
        "--only",
        nargs="+",
        default=[],
        metavar="NAME",
        help="of the operations, such as chart; or planner, kiosk, long, or tracks",
    )
    return parser.parse_args()


if __name__ == "__main__":
    raise SystemExit(main())
