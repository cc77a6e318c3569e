"""What a prevention plan may hold, which skills there are, and what a return to use asks to look at. Pure."""
