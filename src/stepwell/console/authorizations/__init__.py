"""What payers authorized: the list by runway, one client's, entering, correcting and ending."""
