"""Clients, staff, care teams and sites: who is who. What happens to them belongs to later parts."""
