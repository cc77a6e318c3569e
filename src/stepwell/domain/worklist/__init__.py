"""Tasks with an owner, a clock and a verb: what Today shows. Every later part puts its work here."""
