"""One session of a group on screen: the roll, the shared note, each person's draft and its signature."""
