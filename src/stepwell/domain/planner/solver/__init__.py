"""The solver: OR-Tools CP-SAT (ADR 23). Imported by nothing but the child process that solves, the bench and tests.

`python -m stepwell.domain.planner.solver` reads an instance and writes what it finds, line by line (see `process`).
"""
