"""A client's login, from their record."""
