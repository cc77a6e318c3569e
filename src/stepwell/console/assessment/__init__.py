"""The assessment in the console: one long page that saves itself, then a signed one to read, print and add to."""
