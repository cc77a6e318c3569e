"""What clients say of a session afterwards, in two taps, and what came of it. In our own words: no published form.

How somebody is doing belongs to `measures` and `checkins`.
"""
