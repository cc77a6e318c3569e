"""Instruments, answers and scores. Texts lie in `instruments/` with their licenses.

Which instruments a screening asks for belongs to `admissions`.
"""
