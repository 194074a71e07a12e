"""Signing in, and choosing a password: one's own, a forgotten one, the first through a link."""

from typing import Any

from django.contrib.auth.forms import AuthenticationForm, PasswordChangeForm, PasswordResetForm
from django.http import HttpRequest
from django.template.loader import render_to_string

from accounts.models import User
from accounts.rules.limits import PASSWORD_CHANGE, RESET_ADDRESS, RESET_MAIL
from accounts.services import limits
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
