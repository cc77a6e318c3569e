"""The list of clients and one client's chart: what each part knows of them, side by side. Nothing is written here."""
