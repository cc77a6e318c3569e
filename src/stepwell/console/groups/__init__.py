"""The groups of a site: starting one, who belongs, what changes from when on. One session's page is `console.group`."""
