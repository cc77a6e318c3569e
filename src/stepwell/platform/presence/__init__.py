"""Who is editing what at this moment, so that two don't write over each other unawares.

It warns and locks nothing: what is saved against an older state is refused where it is saved.
"""
