"""What was done and seen, by whom and when: append-only, hash-chained per client.

`unit`: an action is a function under `@action`, one transaction, at whose end the entries it recorded are chained; a
read of health information writes itself down with `record_read` or `record_list_read`. `verify` proves it whole.
"""
