"""The treatment-team meeting on screen: coming and past ones, one with its agenda, one person of it."""
