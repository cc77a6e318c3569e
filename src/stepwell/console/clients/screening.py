"""The instruments of a screening: at hand in the chart and in quick-find; all others are a page away."""

SCREENING = {"audit": "AUDIT", "phq-9": "PHQ-9", "c-ssrs-screener": "C-SSRS Screener"}
