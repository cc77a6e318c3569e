"""The client portal, phone first: views, forms and templates, no models."""
