"""Ten-second undo: what was just done is offered back, by an action of its own that leaves a row in the ledger.

Not for signing, sending and paging: those have reached somebody. A view that did something calls `offer`; the offer
names an inverse of `inverses` and holds ids, codes and instants, never words about anybody.
"""
