"""Ask to be called: a short form for whoever comes."""
