"""Signing in and what belongs to it: the log-in page, links, the second factor, one's passwords and sessions.

The views are allauth's, each behind our door and in our templates; only what stands in `urls` can be reached.
"""
