"""Calendar feeds: an address of one's own that a phone or a computer reads, and that shows when, and nothing else.

What stands in a feed comes from the week; how it is written, `interop.calendar` says.
"""
