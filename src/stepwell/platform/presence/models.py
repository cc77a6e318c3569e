"""Who edits what: true for half a minute, and worth nothing afterwards."""

from django.db import models


class Editing(models.Model):
    """One person in one form of one page. `thing_id` is the row that the page is about, `part` the form on it."""

    account = models.ForeignKey("accounts.User", on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=20)
    thing_id = models.UUIDField()
    part = models.CharField(max_length=160)
    since_at = models.DateTimeField()
    seen_at = models.DateTimeField(db_index=True)

    class Meta:
        """One form at a time, on each page."""

        constraints = (
            models.UniqueConstraint(fields=["kind", "thing_id", "account"], name="presence_one_form_a_person"),
        )
