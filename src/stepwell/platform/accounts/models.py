"""The account that a person logs in with. Names and roles are not here: see `domain.people`."""

from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower


class UserManager(BaseUserManager["User"]):
    """Accounts are found by e-mail address, whatever its case."""

    def get_by_natural_key(self, username: str | None) -> "User":
        """The account with this e-mail address; `User.DoesNotExist` where there is none."""
        return self.get(email__iexact=username or "")


class User(AbstractBaseUser):
    """One person's login. Staff, clients, family and referrers all have one."""

    email = models.EmailField(unique=True)
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField()
    language = models.CharField(
        max_length=10, blank=True, default="", db_default="", help_text="which its owner chose; empty: none"
    )

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        """One account per address, whatever its case."""

        constraints = (models.UniqueConstraint(Lower("email"), name="one_account_per_email"),)

    def __str__(self) -> str:
        return f"account {self.pk}"


class SignInLink(models.Model):
    """A link that signs in once, or lets somebody choose a password. Only the hash of its token is kept."""

    account = models.ForeignKey(User, on_delete=models.CASCADE, related_name="sign_in_links")
    purpose = models.CharField(max_length=20)
    digest = models.CharField(max_length=64, unique=True)
    asked_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"sign-in link {self.pk}"
