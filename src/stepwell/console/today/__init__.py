"""The queue of one's role: which page a task leads to is said here; which tasks there are, by the parts."""
