"""Who is expected today, for the front desk."""
