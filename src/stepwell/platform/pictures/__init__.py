"""Plots as pictures: a Vega-Lite specification becomes an SVG, drawn by a worker and kept by the specification's hash.

Whoever shows one has asked for the numbers it is drawn from, and shows them as a table as well: a page never waits for
a picture (ADR 24). What a plot looks like is said in `look.plots`.
"""
