"""Says at the end how much was sent."""

from collections import Counter


def pytest_terminal_summary(terminalreporter):
    sent = Counter()
    for report in terminalreporter.getreports("passed"):
        if report.when == "call" and "test_odd_inputs" in report.nodeid:
            sent.update(dict(report.user_properties))
    if sent:
        terminalreporter.write_line(
            f"{sent['odd inputs']:,} odd inputs in {sent['requests']:,} requests, no server error"
        )
