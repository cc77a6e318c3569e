"""The console's settings: what a site decides for itself."""
