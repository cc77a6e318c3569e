"""The biopsychosocial assessment: what a person tells, their use history, diagnoses, and a signature. What level of
care follows is placement's (`domain.admissions`), and what is done about it the plan's (`domain.careplan`).
"""
