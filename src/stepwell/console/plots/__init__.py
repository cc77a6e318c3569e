"""Plots on pages of the console: their pictures as far as they are drawn, and what a page asks again."""
