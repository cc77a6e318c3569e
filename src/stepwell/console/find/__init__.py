"""Quick-find and the New menu: people, screens and verbs by a few letters. Nothing of it stands in an address."""
