"""Figures about people leave the program in a file: who took them, of whom, and for which days is written down."""

from datetime import date

from stepwell.domain.people.models import Site
from stepwell.domain.week.queries.report import AttendanceReport, attendance_report
from stepwell.kernel.actor import Actor
from stepwell.platform.ledger.rules import Plain
from stepwell.platform.ledger.unit import action, record


@action
def export_attendance(*, actor: Actor, site: Site, first: date, last: date) -> AttendanceReport:
    """The report, to be saved as a file."""
    report = attendance_report(actor, site, first, last)
    of = [str(line.client_id) for line in report.lines]
    detail: dict[str, Plain] = {"from": first.isoformat(), "until": last.isoformat(), "clients": [*of]}
    record(actor, "attendance.exported", subject=("site", site.pk), detail=detail)
    return report
