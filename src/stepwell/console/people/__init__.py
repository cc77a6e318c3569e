"""Who works here: opening logins, giving and ending roles. Rules and refusals are `domain.people`'s."""
