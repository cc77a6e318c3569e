"""Every form and every address takes odd input without a server error, whoever sends it.

Some in the suite; `./dev doors` sends as many as it is told. An input is one request with at least one odd thing in it:
a field, a file, a header, the address, the body. The same ones each time for a seed: what fails once fails again.
"""

import os
from collections import Counter

import pytest
from hypothesis import HealthCheck, Phase, given, seed
from hypothesis import settings as how
from tests.doors.doors import ADDRESSES, accepted, door, takes_something
from tests.doors.inputs import inputs
from tests.doors.sent import Input, send

SEED = int(os.environ.get("STEPWELL_ODD_SEED", "1"))
WANTED = int(os.environ.get("STEPWELL_ODD_INPUTS", "500"))
# A door that takes something gets four times as many as one that only shows.
SHARES = {name: 4 if takes_something(address) else 1 for address, name in ADDRESSES}
ONE_SHARE = WANTED / sum(SHARES.values())
# Meant so: the calls where an answer would have stood, no worker in these tests, a provider that is away.
_MEANT = (("/me/help/", 503), ("/health/ready/", 503), ("/login/sso/", 502))


def as_many(name):
    """Only new ones: what went wrong is shown as it was sent."""
    return how(
        max_examples=max(1, round(SHARES[name] * ONE_SHARE)),
        phases=[Phase.generate],
        database=None,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )


@pytest.mark.parametrize(("address", "name"), ADDRESSES, ids=[name for _, name in ADDRESSES])
def test_a_door_takes_what_is_good_and_no_odd_input_breaks_it(site, address, name, record_property):
    found = door(site, address, name)
    assert found.ways or not takes_something(address), "say in tests/doors/good.py what this address takes"
    counted, broken = Counter(), {}

    @seed(SEED)
    @as_many(name)
    @given(inputs(site, found))
    def try_it(one: Input):
        answer = send(site, one)
        counted["inputs"] += 1
        counted[f"status {answer.status}"] += 1
        counted["came through"] += accepted(answer)
        if answer.place and not any(one.path.startswith(path) and answer.status == is_ for path, is_ in _MEANT):
            first, times = broken.get(answer.place, (one, 0))
            broken[answer.place] = min(first, one, key=lambda each: len(str(each))), times + 1

    try_it()
    for what, count in sorted(counted.items()):
        record_property(what, count)
    record_property("server errors", sum(times for _, times in broken.values()))
    told = "\n\n".join(f"{times} times {place}\n  {one}" for place, (one, times) in sorted(broken.items()))
    if broken:
        again = f"./dev doors {WANTED} --seed {SEED} -k 'breaks_it[{name}]'"
        pytest.fail(f"{len(broken)} places broke. To see it again: {again}\n\n{told}", pytrace=False)
