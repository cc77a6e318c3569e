"""Sites, clients, staff and who cares for whom."""

from uuid import uuid4

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import F, Q

from stepwell.domain.people.rules import as_vector, find_words
from stepwell.kernel.actor import Outside, Role


class Site(models.Model):
    """A place where the program runs. A "day" is this place's day; a week starts on its first weekday."""

    name = models.CharField(max_length=120, unique=True)
    zone = models.CharField(max_length=60, help_text="IANA name, such as America/Denver")
    week_starts_on = models.PositiveSmallIntegerField(default=0, help_text="0 is Monday, 6 is Sunday")
    phone = models.CharField(max_length=40, blank=True)
    emergency_hours = models.PositiveSmallIntegerField(
        default=4, help_text="how long a chart stays open that was opened in an emergency"
    )
    answer_minutes = models.PositiveSmallIntegerField(
        default=15, help_text="how long somebody who was paged has to acknowledge, before the next one is paged"
    )
    idle_minutes = models.PositiveSmallIntegerField(
        default=60, help_text="how long a safety event may lie acknowledged before somebody is reminded of it"
    )
    is_simulated = models.BooleanField(default=False)

    class Meta:
        """A weekday is one of seven; an emergency is over within a day, and nobody in danger waits for hours."""

        constraints = (
            models.CheckConstraint(condition=Q(week_starts_on__lte=6), name="week_starts_on_a_weekday"),
            models.CheckConstraint(condition=Q(emergency_hours__range=(1, 24)), name="emergency_within_a_day"),
            models.CheckConstraint(condition=Q(answer_minutes__range=(1, 60)), name="paged_on_within_the_hour"),
            models.CheckConstraint(condition=Q(idle_minutes__range=(5, 240)), name="reminded_within_hours"),
        )

    def __str__(self) -> str:
        return self.name


class Phase(models.TextChoices):
    """Where a client stands with the program as a whole."""

    ENQUIRING = "enquiring"
    IN_TREATMENT = "in treatment"
    LEFT = "left"


class FindWordsField(SearchVectorField):  # type: ignore[type-arg]  # generic in the stubs alone
    """What the client is found by, made anew whenever the row is written, one by one or in bulk: a person who is in
    the program is never missing from quick-find.
    """

    def pre_save(self, model_instance: models.Model, add: bool) -> str:  # noqa: ARG002 - Django's signature
        """Called by `save` and `bulk_create` alike."""
        client: Client = model_instance  # type: ignore[assignment]  # the field stands on no other model
        names = (client.given_names, client.family_name, client.preferred_name)
        words = as_vector(find_words(names=names, phone=client.phone, birth_on=client.birth_on))
        setattr(client, self.attname, words)
        return words


class Client(models.Model):
    """A person who enquires or is treated."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="clients")
    account = models.OneToOneField("accounts.User", on_delete=models.PROTECT, null=True, related_name="client")
    family_name = models.CharField(max_length=120)
    given_names = models.CharField(max_length=120)
    preferred_name = models.CharField(max_length=120, blank=True)
    pronouns = models.CharField(max_length=40, blank=True)
    birth_on = models.DateField(null=True)
    administrative_gender = models.CharField(max_length=20, blank=True)
    language = models.CharField(max_length=40, blank=True)
    phone = models.CharField(max_length=40, blank=True)
    email = models.CharField(max_length=254, blank=True)
    address = models.TextField(blank=True)
    phase = models.CharField(max_length=20, choices=Phase, default=Phase.ENQUIRING)
    sort_key = models.CharField(max_length=260, editable=False, help_text="see people.rules.sort_key")
    find_words = FindWordsField(default="", editable=False, help_text="see people.rules.find_words")
    created_at = models.DateTimeField()

    class Meta:
        """Lists go by name."""

        indexes = (
            GinIndex(fields=["find_words"], name="clients_by_find_words"),
            models.Index(fields=["site", "sort_key"], name="clients_by_name"),
            models.Index(fields=["site", "birth_on"], name="clients_by_birth"),
        )

    def __str__(self) -> str:
        return f"client {self.pk}"

    @property
    def called(self) -> str:
        """What the person is called: the preferred name, else the first given name."""
        return self.preferred_name or self.given_names.split(" ")[0]

    @property
    def name(self) -> str:
        """The name on a list: what they are called, and the family name."""
        return f"{self.called} {self.family_name}".strip()


class ClientIdentifier(models.Model):
    """A number that somebody else knows the client by. The same number is the same person."""

    client = models.ForeignKey(Client, on_delete=models.CASCADE, related_name="identifiers")
    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="+")
    system = models.CharField(max_length=300)
    value = models.CharField(max_length=300)

    class Meta:
        """At one site a number belongs to one person."""

        constraints = (models.UniqueConstraint(fields=["site", "system", "value"], name="one_client_per_identifier"),)
        indexes = (models.Index(fields=["value"], name="identifiers_by_value"),)

    def __str__(self) -> str:
        return f"identifier {self.pk}"


class Staff(models.Model):
    """A person who works in the program."""

    account = models.OneToOneField("accounts.User", on_delete=models.PROTECT, related_name="staff")
    name = models.CharField(max_length=200)
    credentials = models.CharField(max_length=80, blank=True, help_text="as signed under a note, such as LCSW")
    phone = models.CharField(max_length=40, blank=True)

    class Meta:
        """Staff stay staff: they leave by their posts."""

        verbose_name_plural = "staff"

    def __str__(self) -> str:
        return self.name


class Post(models.Model):
    """A role that a staff member holds at a site, from a day, until a day (exclusive)."""

    staff = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="posts")
    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="posts")
    role = models.CharField(max_length=40, choices=[(role.value, role.value) for role in Role])
    started_on = models.DateField()
    ended_on = models.DateField(null=True)
    cosigner = models.ForeignKey(
        Staff, on_delete=models.PROTECT, null=True, related_name="+", help_text="signs the notes of this post too"
    )

    class Meta:
        """One open post per person, site and role; nobody signs beside themselves."""

        constraints = (
            models.UniqueConstraint(
                fields=["staff", "site", "role"], condition=Q(ended_on__isnull=True), name="one_open_post"
            ),
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True) | Q(ended_on__gte=F("started_on")), name="post_ends_after_start"
            ),
            models.CheckConstraint(
                condition=Q(cosigner__isnull=True) | ~Q(cosigner=F("staff")), name="cosigner_is_another"
            ),
        )

    def __str__(self) -> str:
        return f"{self.role} at {self.site_id}"


VISITORS = [(one.value, one.value) for one in (Outside.FAMILY, Outside.REFERRER)]


class Visitor(models.Model):
    """Family, or somebody who refers: a login that opens nobody's record. Whom a consent names isn't here."""

    account = models.OneToOneField("accounts.User", on_delete=models.PROTECT, related_name="visitor")
    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="visitors")
    kind = models.CharField(max_length=20, choices=VISITORS)
    name = models.CharField(max_length=200)
    organization = models.CharField(max_length=200, blank=True, help_text="where a referrer works")
    invited_at = models.DateTimeField()

    class Meta:
        """Lists go by name."""

        indexes = (models.Index(fields=["site", "name"], name="visitors_by_name"),)
        constraints = (
            models.CheckConstraint(condition=Q(kind__in=[kind for kind, _ in VISITORS]), name="visitor_is_no_client"),
        )

    def __str__(self) -> str:
        return f"visitor {self.pk}"


class Function(models.TextChoices):
    """What a staff member is to one client."""

    COUNSELOR = "counselor"
    THERAPIST = "therapist"
    CASE_MANAGER = "case manager"
    GROUP_LEADER = "group leader"
    PRESCRIBER = "prescriber"
    NURSE = "nurse"
    PEER = "peer"


class CareTeamMember(models.Model):
    """A staff member who cares for a client now, or did until `ended_at`. Opens the chart to them."""

    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="care_team")
    staff = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="cares_for")
    function = models.CharField(max_length=20, choices=Function)
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        """One open place per person and function."""

        constraints = (
            models.UniqueConstraint(
                fields=["client", "staff", "function"],
                condition=Q(ended_at__isnull=True),
                name="one_open_place_in_care_team",
            ),
        )

    def __str__(self) -> str:
        return f"{self.function} {self.staff_id} of {self.client_id}"
