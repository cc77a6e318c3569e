"""Pure decisions about authorizations: what can be entered, and how far one reaches. No Django, no clock."""
