"""The plan of care on screen: the golden thread, and one small form at a time in its place."""
