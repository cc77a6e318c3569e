"""A draft that a page goes on saving by itself: which saves come too late, and what is said about them. Pure."""

from stepwell.kernel.errors import Refused, refuse


def is_stale(*, sent: str, stands: str, page: str, saved_from: str) -> bool:
    """Whether a save was made from something else than what stands.

    `sent` and `stands` name the state a page was made from and the state there is. `page` names the page that saves,
    `saved_from` the one that saved last and is still open: its own saves don't make a page stale.
    """
    return sent != stands and (not page or page != saved_from)


def saved_meanwhile(who: str, *, is_own: bool, at: str) -> Refused:
    """Somebody else, or the same person in another window (`is_own`), saved the draft at that time of day."""
    who, where, whose = ("You", " in another window", "the other") if is_own else (who, "", "theirs")
    return refuse(
        f"{who} saved this draft{where} at {at}, after you opened it. What is here is not saved yet.",
        mend=f"Both are shown: this in the fields, {whose} below each. Save again to keep this.",
    )
