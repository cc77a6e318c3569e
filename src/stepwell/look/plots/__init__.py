"""What plots look like: Vega-Lite specifications as values, from numbers that come in ready. Drawn by
`platform.pictures`, on screen and on paper alike; colors are the names of tokens.css.
"""
