"""Many times as much, in minutes: what was made through the actions is copied with new ids, new people, new sites.

`shape` says what of each table is copied how, from the models themselves; `base` reads what is copied; `ledger` chains
the copied entries anew; `copies` makes them, each in one transaction with every constraint and trigger on.
"""
