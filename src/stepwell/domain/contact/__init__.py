"""Safe contact: by which ways a person may be reached, at what hours and under what name; who is not to be contacted.

Every sender asks here, people and machine alike. Where somebody is reached (numbers, addresses) is elsewhere: with the
client, and in `platform.notify`.
"""
