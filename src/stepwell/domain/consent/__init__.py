"""Consent under 42 CFR Part 2: who outside the program may see what of a client, for what, until when; and who did.

What leaves the program is made elsewhere (`interop`, `api`) and asks here first. Who inside may see a client is
people's to say.
"""
