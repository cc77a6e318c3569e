"""Reads of the thread: whose chart is whole, what is missing, and what leads where from one thing to the next."""
