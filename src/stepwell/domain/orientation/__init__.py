"""Orientation: what somebody reads and signs before their first day, so that they know what to expect.

The words are a site's own, edition by edition, or ours until it has some; what was signed is kept as it was read.
"""
