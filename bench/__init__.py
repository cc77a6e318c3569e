"""Speed and scale, measured as ratios in one run: `./dev bench`. Nothing here is a test and nothing asserts a time.

`place` makes a program to measure in; `scene` picks who and what; `operations` says what is measured; `inside` measures
one request at a time beside the same SQL run bare; `outside` drives the real server with callers on all cores.
"""
