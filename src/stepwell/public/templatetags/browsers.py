"""A browser in words, as far as it says what it is."""

from django import template

register = template.Library()

_BROWSERS = (("Edg/", "Edge"), ("OPR/", "Opera"), ("Firefox/", "Firefox"), ("Chrome/", "Chrome"), ("Safari/", "Safari"))
_MACHINES = (
    ("iPhone", "iPhone"), ("iPad", "iPad"), ("Android", "Android"), ("Windows", "Windows"), ("Macintosh", "Mac"),
    ("CrOS", "Chromebook"), ("Linux", "Linux"),
)  # fmt: skip


@register.filter
def browser_words(user_agent: str) -> str:
    """Such as "Firefox on Windows"; the first sign that fits counts, since browsers claim to be one another."""
    browser = next((name for sign, name in _BROWSERS if sign in user_agent), "A browser")
    machine = next((name for sign, name in _MACHINES if sign in user_agent), "")
    return f"{browser} on {machine}" if machine else browser
