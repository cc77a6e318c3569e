"""The staff console: views, forms and templates, no models. Folders mirror the parts of the domain."""
