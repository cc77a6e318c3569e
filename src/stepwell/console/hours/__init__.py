"""A person's hours: their week under one standard or another, a make-up seat, who didn't come, and a site's numbers."""
