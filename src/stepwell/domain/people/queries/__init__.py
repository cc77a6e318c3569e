"""Reads of people. Every one takes the actor."""

from stepwell.domain.people.queries.clients import (
    care_team,
    care_teams,
    clients_shown,
    find_client,
    find_people,
    get_client,
    held_for,
    list_clients,
    look_alikes,
    own_client,
)
from stepwell.domain.people.queries.staff import (
    accounts_at,
    administered,
    list_staff,
    load_actor,
    my_sites,
    owners_of_accounts,
    posts_shown,
    site_of_account,
    site_staff,
    sites_to_administer,
)

__all__ = [
    "accounts_at",
    "administered",
    "care_team",
    "care_teams",
    "clients_shown",
    "find_client",
    "find_people",
    "get_client",
    "held_for",
    "list_clients",
    "list_staff",
    "load_actor",
    "look_alikes",
    "my_sites",
    "own_client",
    "owners_of_accounts",
    "posts_shown",
    "site_of_account",
    "site_staff",
    "sites_to_administer",
]
