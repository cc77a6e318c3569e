"""Safety events: somebody may be in danger, who owns it, who has seen it, what came of it.

What counts as danger is said by who notices it (`measures`, `checkins`, a person). It stands early so that every later
part may raise an event.
"""
