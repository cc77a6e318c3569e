"""How stays in intensive outpatient programs ended, as figures to be met. Pure data with its source.

Source: TEDS-D 2004, 114,440 discharges from intensive outpatient treatment in 27 states (docs/clinical.md, "Outcomes":
[S53] table 2.5 for the reasons, [S54] table 4.11 for adults' length of stay). Old, and the best that is public by
type of service. Whoever knows better changes these numbers and nothing else.
"""

from stepwell.domain.admissions.rules.ending import EndReason

SHARES = {
    EndReason.COMPLETED: 0.377,
    EndReason.TRANSFERRED: 0.179,
    EndReason.LEFT_EARLY: 0.232,
    EndReason.ENDED_BY_PROGRAM: 0.140,
    EndReason.OTHER: 0.072,  # in the table incarceration and death are within
}
MEDIAN_DAYS = 41
MEDIAN_DAYS_BY_REASON = {EndReason.COMPLETED: 50, EndReason.LEFT_EARLY: 26}
# Ours: the table gives no median for the other reasons; with this one, and the spread below, that of all is 41.
MEDIAN_DAYS_OTHERWISE = 43.7
SPREAD = 0.7  # ours: of the logarithm of a stay's length
