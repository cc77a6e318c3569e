"""Refer somebody: a form for professionals without a login here."""
