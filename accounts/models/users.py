from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.contrib.auth.validators import UnicodeUsernameValidator
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from accounts.models.roles import ALLOWED, May, Role, roles_that_may
from core.constraints import check
from core.versions import mark_changed


class UserQuerySet(models.QuerySet["User"]):
    def who_may(self, what: May, *, kept: int | None = None) -> "UserQuerySet":
        """Whom a form offers for it: those who may, and whom a record names already (``kept``).

        Who has left keeps what is theirs until somebody gives it to another.
        """
        able = Q(is_active=True, role__in=roles_that_may(what))
        return self.filter(able | Q(pk=kept) if kept else able)


class UserManager(BaseUserManager.from_queryset(UserQuerySet)):  # type: ignore[misc]
    def create_user(
        self, username: str, password: str | None = None, *, role: str = Role.READER, **fields
    ) -> "User":
        user = self.model(username=self.model.normalize_username(username), role=role, **fields)
        user.set_password(password)
        user.full_clean(exclude=["password"])
        user.save(using=self._db)
        mark_changed(user)  # pages offer users to choose among
        return user

    def create_superuser(self, username: str, password: str | None = None, **fields) -> "User":
        """The first administrator, for ``manage.py createsuperuser``."""
        return self.create_user(username, password, role=Role.ADMIN, **fields)

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(username__iexact=username)


class User(AbstractBaseUser):
    """A member of the team. Deactivated, never deleted: what they counted keeps its name."""

    username = models.CharField(
        _("user name"),
        max_length=60,
        unique=True,
        validators=[UnicodeUsernameValidator()],
        help_text=_("What the person types to sign in."),
    )
    full_name = models.CharField(_("name"), max_length=120)
    email = models.EmailField(
        _("e-mail"), blank=True, help_text=_("Needed to reset a forgotten password.")
    )
    role = models.CharField(
        _("role"),
        max_length=12,
        choices=Role.choices,
        default=Role.READER,
        help_text=_(
            "Consultants log results; managers judge; administrators configure; readers only read."
        ),
    )
    is_active = models.BooleanField(
        _("may sign in"),
        default=True,
        help_text=_("Remove the tick when somebody leaves. Users are never deleted."),
    )
    # When a link to choose the first password was last sent, until it is used or taken back.
    invited_at = models.DateTimeField(_("invited"), null=True, editable=False)
    is_demo = models.BooleanField(default=False, editable=False)
    date_joined = models.DateTimeField(_("created"), default=timezone.now, editable=False)

    history = HistoricalRecords(excluded_fields=["password", "last_login", "invited_at"])

    objects = UserManager()

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["full_name", "email"]

    class Meta:
        verbose_name = _("user")
        verbose_name_plural = _("users")
        ordering = ["full_name"]
        constraints = [
            check("user_role_is_known", Q(role__in=Role.values)),
            models.UniqueConstraint(
                Lower("username"),
                name="user_name_once_in_any_case",
                violation_error_message=_("Another user has that user name; choose another."),
            ),
        ]

    def __str__(self) -> str:
        return self.full_name or self.username

    @staticmethod
    def name_in_sql(alias: str) -> str:
        """The same of users joined to a statement written by hand; empty where there is none."""
        return f"COALESCE(NULLIF({alias}.full_name, ''), {alias}.username, '')"

    def save(self, *args, **kwargs) -> None:
        """A sign-in changes nothing that the history of a user is about."""
        if kwargs.get("update_fields") != ["last_login"]:
            return super().save(*args, **kwargs)
        # simple_history asks only whether the attribute is there.
        self.skip_history_when_saving = True
        try:
            super().save(*args, **kwargs)
        finally:
            del self.skip_history_when_saving

    def get_absolute_url(self) -> str:
        return reverse("accounts:user", args=[self.pk])

    @property
    def named(self) -> str:
        """The name, and that somebody has left, where they still stand beside something."""
        return str(self) if self.is_active else _("%(name)s (has left)") % {"name": self}

    def may(self, what: May) -> bool:
        return self.is_active and what in ALLOWED[self.role]
