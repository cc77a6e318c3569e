"""A synthetic program, made through the same actions the screens use: the demo and the tests live in it."""
