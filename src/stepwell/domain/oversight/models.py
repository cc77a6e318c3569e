"""Charts that were opened in an emergency, and the quarterly reviews of who has access."""

from uuid import uuid4

from django.db import models
from django.db.models import F, Q

from stepwell.domain.oversight.rules import Emergency, Verdict
from stepwell.domain.people.models import Client, Post, Site, Staff, Visitor
from stepwell.platform.keyring.field import EncryptedTextField


class BrokenGlass(models.Model):
    """One chart that one clinician opened in an emergency, for a while, and what the review of it found."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="+")
    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="+")
    staff = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=60, choices=[(one.value, one.value) for one in Emergency])
    words = EncryptedTextField()
    opened_at = models.DateTimeField()
    until = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    verdict = models.CharField(max_length=20, blank=True, choices=[(one.value, one.value) for one in Verdict])
    verdict_words = EncryptedTextField(blank=True)
    reviewed_by = models.ForeignKey(Staff, on_delete=models.PROTECT, null=True, related_name="+")
    reviewed_at = models.DateTimeField(null=True)

    class Meta:
        """It ends; who opened it doesn't review it."""

        verbose_name_plural = "broken glasses"
        constraints = (
            models.CheckConstraint(condition=Q(until__gt=F("opened_at")), name="glass_closes_again"),
            models.CheckConstraint(
                condition=Q(reviewed_by__isnull=True) | ~Q(reviewed_by=F("staff")), name="glass_reviewed_by_another"
            ),
        )
        indexes = (
            models.Index(fields=["staff", "client", "until"], name="glass_by_staff"),
            models.Index(fields=["site", "-opened_at"], name="glass_by_site"),
        )

    def __str__(self) -> str:
        return f"emergency {self.pk}"


class AccessReview(models.Model):
    """One quarter's look at everybody who has access to a site. Signed, it stays as it is."""

    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="access_reviews")
    quarter = models.CharField(max_length=7, help_text="2026-Q4")
    opened_at = models.DateTimeField()
    signed_by = models.ForeignKey(Staff, on_delete=models.PROTECT, null=True, related_name="+")
    signed_as = models.CharField(max_length=300, blank=True)
    signed_at = models.DateTimeField(null=True)

    class Meta:
        """One a quarter."""

        constraints = (models.UniqueConstraint(fields=["site", "quarter"], name="one_review_a_quarter"),)

    def __str__(self) -> str:
        return f"access review {self.pk}"


class AccessLine(models.Model):
    """One role, or one login of family or a referrer, as it stood when the review was opened, and what was decided."""

    review = models.ForeignKey(AccessReview, on_delete=models.PROTECT, related_name="lines")
    post = models.ForeignKey(Post, on_delete=models.PROTECT, null=True, related_name="+")
    visitor = models.ForeignKey(Visitor, on_delete=models.PROTECT, null=True, related_name="+")
    name = models.CharField(max_length=402, help_text="with a referrer's organization")
    role = models.CharField(max_length=40)
    since = models.DateField()
    last_login = models.DateTimeField(null=True)
    is_closed = models.BooleanField()
    is_unused = models.BooleanField()
    emergencies = models.PositiveIntegerField()
    has_second_factor = models.BooleanField(default=False)
    decision = models.CharField(max_length=4, blank=True, choices=[("keep", "keep"), ("end", "end")])
    decided_by = models.ForeignKey(Staff, on_delete=models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)

    class Meta:
        """Each role, and each login from outside, once."""

        constraints = (
            models.UniqueConstraint(fields=["review", "post"], name="one_line_a_post"),
            models.UniqueConstraint(fields=["review", "visitor"], name="one_line_a_visitor"),
            models.CheckConstraint(
                condition=Q(post__isnull=False, visitor__isnull=True) | Q(post__isnull=True, visitor__isnull=False),
                name="line_about_a_post_or_a_visitor",
            ),
        )

    def __str__(self) -> str:
        return f"line {self.pk} of {self.review_id}"
