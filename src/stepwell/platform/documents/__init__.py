"""Documents for paper: a typst template and values become a PDF. What stands in one is said by whoever prints it."""
