"""Signing in; what the forms of the configuration share, and the one for users."""

from typing import Any

from django import forms
from django.contrib.auth.forms import AuthenticationForm, PasswordChangeForm, PasswordResetForm
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.crypto import get_random_string
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.models.roles import Role
from accounts.rules.limits import PASSWORD_CHANGE, RESET_ADDRESS, RESET_MAIL
from accounts.services import limits
from core.forms.concurrent import ConcurrentEditForm
from core.forms.fields import SafeCharField
from core.forms.refusals import errors_on_form
from core.meanwhile import merge_into
from core.models import MailState, OutgoingMail


class SignInForm(AuthenticationForm):
    def clean_username(self) -> str:
        # One spelling, as names are the same in any case: wrong passwords are counted by it.
        # No name is longer.
        longest = User._meta.get_field("username").max_length
        return self.cleaned_data["username"].lower()[:longest]

    def clean(self) -> dict[str, Any]:
        name = self.cleaned_data.get("username")
        if not name or not self.cleaned_data.get("password") or self.request is None:
            return super().clean()
        attempt = limits.SignInAttempt(self.request, name)
        attempt.begin()
        cleaned = super().clean()
        attempt.succeed()
        return cleaned


class OwnPasswordForm(PasswordChangeForm):
    """A new password; the old one is not guessed at without end."""

    def clean_old_password(self) -> str:
        counted = (PASSWORD_CHANGE, str(self.user.pk))
        limits.take(counted)
        old = super().clean_old_password()
        limits.forget(counted)
        return old


class ResetForm(PasswordResetForm):
    """Asks for the link to a new password; an unknown address takes the time of a known one."""

    def get_users(self, email: str) -> list[User]:
        return list(super().get_users(email)) or [User(username="-")]

    def send_mail(
        self,
        subject_template_name: str,
        email_template_name: str,
        context: dict[str, Any],
        *rest: Any,
        **more: Any,
    ) -> None:
        if context["user"].pk:
            super().send_mail(subject_template_name, email_template_name, context, *rest, **more)
            return
        # The same work, for a row to nobody.
        subject = render_to_string(subject_template_name, context).strip()
        render_to_string(email_template_name, context)
        OutgoingMail.objects.create(state=MailState.GIVEN_UP, to="", subject=subject)

    def save(self, *args: Any, **options: Any) -> None:
        limits.take((RESET_ADDRESS, limits.address_of(options["request"])))
        try:
            limits.take((RESET_MAIL, self.cleaned_data["email"].lower()))
        except limits.TooManyAttempts:
            return  # answered as always: who asks need not be whose address it is
        super().save(*args, **options)


class ConfigurationForm(forms.ModelForm):
    """A record of the configuration; why it is changed goes into its history."""

    change_reason = SafeCharField(
        label=_("Why is it changed?"),
        max_length=200,
        required=False,
        help_text=_("Is kept in the history, beside your name."),
    )

    def _post_clean(self) -> None:
        """What stands once together with a field that the page does not let be changed, too.

        Django leaves out a constraint of which the form lacks a field, and the database refuses it.
        """
        super()._post_clean()  # type: ignore[misc]
        for constraint in self.instance._meta.constraints:
            if not isinstance(constraint, models.UniqueConstraint):
                continue
            together = set(constraint.fields)
            if together & set(self.changed_data) and together - self.fields.keys():
                try:
                    constraint.validate(type(self.instance), self.instance)
                except ValidationError as error:
                    self.add_error(None, error.messages)


def new_password_field(label: Any, help_text: Any = "") -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=help_text,
        required=False,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )


class UserForm(ConcurrentEditForm, ConfigurationForm):
    """A user, new or known; the password is typed here or chosen by the user through a link.

    ``by`` is the administrator at work: the admin puts it on the class that it makes.
    """

    # Whether the user becomes another than the one who stands.
    changes_user = True

    by: User
    password1 = new_password_field(_("New password"))
    password2 = new_password_field(_("New password again"))
    send_link = forms.BooleanField(
        label=_("Send a link to choose a password"),
        required=False,
        help_text=_("Goes to the e-mail address above, and is valid for four hours."),
    )

    class Meta:
        model = User
        fields = ["full_name", "username", "email", "role", "is_active"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        known = kwargs.get("instance")
        values = {name: getattr(known, name) for name in UserForm.Meta.fields} if known else {}
        super().__init__(*args, values=values, **kwargs)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        self._check_password(cleaned)
        if self.instance.pk:
            administrators = self._lock()
            with errors_on_form(self):
                self._merge(cleaned)
            self._check_administrators(cleaned, administrators)
        return cleaned

    def _lock(self) -> list[User]:
        """The administrators, locked with the user in one order, whom others may be changing."""
        those = models.Q(role=Role.ADMIN, is_active=True) | models.Q(pk=self.instance.pk)
        locked = list(User.objects.select_for_update().filter(those).order_by("pk"))
        self.instance.refresh_from_db()
        return [user for user in locked if user.role == Role.ADMIN and user.is_active]

    def _merge(self, cleaned: dict[str, Any]) -> None:
        typed = {name: cleaned[name] for name in UserForm.Meta.fields if name in cleaned}
        said = merge_into(self.instance, cleaned.get("opened_with", ""), typed)
        cleaned.update(said)
        changed = any(getattr(self.instance, name) != value for name, value in said.items())
        self.changes_user = changed or bool(cleaned.get("password1"))

    def _check_password(self, cleaned: dict[str, Any]) -> None:
        typed, again = cleaned.get("password1"), cleaned.get("password2")
        if typed != again:
            self.add_error("password2", _("The two passwords differ: type the same one twice."))
        if cleaned.get("send_link"):
            if typed:
                self.add_error("send_link", _("Either type a password or send a link, not both."))
            if not cleaned.get("email") and "email" not in self.errors:
                self.add_error("email", _("Give the e-mail address that the link is sent to."))
        elif not typed and not self.instance.pk:
            self.add_error("password1", _("Type a password, or let a link be sent by e-mail."))

    def _check_administrators(self, cleaned: dict[str, Any], administrators: list[User]) -> None:
        if cleaned.get("role") == Role.ADMIN and cleaned.get("is_active"):
            return
        field = "role" if cleaned.get("role") != Role.ADMIN else "is_active"
        if self.instance.pk == self.by.pk:
            self.add_error(
                field,
                _("You cannot shut yourself out: ask another administrator to change this."),
            )
            return
        if administrators == [self.instance]:
            self.add_error(
                field,
                _("This is the last administrator: make somebody else administrator first."),
            )

    def _post_clean(self) -> None:
        # The check compares the password with the new name and e-mail, which stand here only.
        super()._post_clean()
        typed = self.cleaned_data.get("password1")
        if typed:
            try:
                validate_password(typed, self.instance)
            except ValidationError as error:
                self.add_error("password1", error)

    def save(self, commit: bool = True) -> User:
        typed = self.cleaned_data.get("password1")
        if typed:
            self.instance.set_password(typed)
        elif not self.instance.pk:
            # Nobody knows it, yet «forgotten password» works if the link has run out.
            self.instance.set_password(get_random_string(40))
        return super().save(commit)


class PasswordLink(PasswordResetForm):
    """The e-mail to one user who is to choose a password."""

    def __init__(self, user: User) -> None:
        super().__init__({"email": user.email})
        self.user = user

    def get_users(self, email: str) -> list[User]:
        # Colleagues may share an address; the link is for one of them.
        return [self.user]

    def send(self, request: HttpRequest) -> None:
        if self.is_valid():
            self.save(
                request=request,
                use_https=request.is_secure(),
                email_template_name="accounts/choose_password_email.txt",
                subject_template_name="accounts/choose_password_subject.txt",
            )
