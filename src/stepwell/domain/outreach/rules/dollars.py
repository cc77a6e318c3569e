"""Amounts are whole cents; nothing is ever counted in floating point. Pure."""

from decimal import Decimal

# Room for a year of anything, and far inside the column.
MOST_CENTS = 10_000_000


def cents(dollars: Decimal) -> int:
    """What was typed, in cents. Fractions of a cent must have been refused before."""
    return int(dollars * 100)


def dollars(amount: int) -> str:
    """`$1,250`, `$48.50`"""
    whole, rest = divmod(amount, 100)
    return f"${whole:,}.{rest:02}" if rest else f"${whole:,}"
