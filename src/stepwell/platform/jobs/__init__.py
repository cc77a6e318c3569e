"""Work that outlives a request: enqueued in the transaction that caused it, done once in the database.

In `job`, `@job` marks a function and `enqueue` asks for it. Arguments are ids only. See `docs/adr/0007-jobs.md`.
"""
