"""What somebody wrote in the public form, until a person of the program has answered."""

from django.db import models
from django.db.models import Q

from stepwell.domain.admissions.models.enquiry import Enquiry
from stepwell.domain.admissions.rules.online import BestTime, Held, Outcome
from stepwell.domain.people.models import Site, Staff
from stepwell.kernel.languages import ENGLISH, IN_ENGLISH


class OnlineRequest(models.Model):
    """Somebody asks to be called, or a professional asks for them. Nobody's record yet: who it is, admissions finds
    out by calling.

    Its id is the form's own key, so that what is sent twice is there once.
    """

    id = models.UUIDField(primary_key=True, editable=False)
    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="online_requests")
    name = models.CharField(max_length=120)
    phone = models.CharField(max_length=40, blank=True)
    email = models.CharField(max_length=254, blank=True)
    best_time = models.CharField(max_length=20, choices=[(one.value, one.value) for one in BestTime])
    may_text = models.BooleanField(default=False)
    may_voicemail = models.BooleanField(default=False)
    is_for_other = models.BooleanField(default=False, help_text="they ask for somebody else")
    language = models.CharField(
        max_length=2, blank=True, choices=list(IN_ENGLISH.items()), help_text="in which to call them"
    )
    words = models.TextField(blank=True)
    reach_words = models.CharField(max_length=300, blank=True, help_text="how to reach them safely")
    referrer_name = models.CharField(max_length=90, blank=True, help_text="a professional refers them; else empty")
    referrer_organization = models.CharField(max_length=100, blank=True)
    referrer_phone = models.CharField(max_length=40, blank=True)
    referrer_email = models.CharField(max_length=254, blank=True)
    says_agreed = models.BooleanField(default=False, help_text="the referrer says that the person knows and agrees")
    received_at = models.DateTimeField()
    held_because = models.CharField(max_length=60, blank=True, choices=[(one.value, one.value) for one in Held])
    outcome = models.CharField(max_length=30, blank=True, choices=[(one.value, one.value) for one in Outcome])
    enquiry = models.ForeignKey(Enquiry, on_delete=models.PROTECT, null=True, related_name="online_requests")
    done_at = models.DateTimeField(null=True)
    done_by = models.ForeignKey(Staff, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        """Lists go by how long somebody waits. There is a way to reach them; what is done has an outcome."""

        indexes = (
            models.Index(fields=["site", "received_at"], condition=Q(done_at__isnull=True), name="online_by_wait"),
        )
        constraints = (
            models.CheckConstraint(condition=~Q(phone="") | ~Q(email=""), name="online_request_can_be_answered"),
            models.CheckConstraint(
                condition=Q(done_at__isnull=True, outcome="") | Q(done_at__isnull=False) & ~Q(outcome=""),
                name="online_request_done_with_outcome",
            ),
            models.CheckConstraint(
                condition=Q(referrer_name="") | Q(says_agreed=True), name="online_referral_with_agreement"
            ),
        )

    def __str__(self) -> str:
        return f"online request {self.pk}"

    @property
    def other_language(self) -> str:
        """In which language to call them, where it is another one than English; else empty."""
        return "" if self.language == ENGLISH else IN_ENGLISH.get(self.language, "")

    @property
    def referred_by(self) -> str:
        """The referrer as an enquiry names them; empty where nobody refers."""
        return ", ".join(filter(None, (self.referrer_name, self.referrer_organization)))
