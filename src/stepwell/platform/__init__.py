"""What every part of the house stands on and no part of the program knows: database, accounts, access, ledger, jobs."""
