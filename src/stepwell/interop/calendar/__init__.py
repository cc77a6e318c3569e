"""Calendars at the border: iCalendar (RFC 5545) from values."""
