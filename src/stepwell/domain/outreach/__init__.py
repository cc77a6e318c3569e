"""What the program tells everybody: its own words, its rates, and what a stay may cost.

Nothing here is about anybody: no client, no benefits of a person's plan, no bill.
"""
