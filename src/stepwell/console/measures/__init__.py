"""One instrument on screen: the sheet, its answers, its result and the review of an alarm."""
