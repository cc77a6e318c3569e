"""The public site's words and rates: drafted, looked at, published."""
