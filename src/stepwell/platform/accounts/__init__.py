"""Who can log in. What a person may do is `platform.access`'s; who they are to the program is `domain.people`'s."""
