"""Instruments, answers and scores. Texts lie in `instruments/` with their licenses."""
