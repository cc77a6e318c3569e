"""Whether the installation is well, for who looks after it: `/health/ready/`, `stepwell doctor` and `/metrics`.

Nothing here names a person, or counts by one.
"""
