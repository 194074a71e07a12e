from typing import Any

from django.contrib.auth import views as auth
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect

from accounts.forms.signing_in import SignInForm
from accounts.models import User
from accounts.rules.limits import SIGN_IN_NAME
from accounts.services.limits import forget, remember_browser
from accounts.services.people import accept_invitation


class SignIn(auth.LoginView):
    template_name = "accounts/login.html"
    authentication_form = SignInForm
    redirect_authenticated_user = True

    def form_valid(self, form: Any) -> HttpResponse:
        response = super().form_valid(form)
        remember_browser(response, form.get_user())
        return response


class ChoosePassword(auth.PasswordResetConfirmView):
    """By the link of an e-mail: who has read it need not wait for what others tried."""

    def get_user(self, uidb64: str) -> User | None:
        """Nobody whose access has ended since the link was sent."""
        user = super().get_user(uidb64)
        return user if user and user.is_active else None

    def form_valid(self, form: Any) -> HttpResponse:
        response = super().form_valid(form)
        accept_invitation(form.user)
        forget((SIGN_IN_NAME, form.user.username.lower()))
        remember_browser(response, form.user)
        return response


@login_not_required
def sign_out(request: HttpRequest) -> HttpResponseBase:
    """Sign out; whoever comes here by a new sign-in after a lost session is just signed in."""
    if request.method != "POST":
        return redirect("overview:home")
    return auth.LogoutView.as_view()(request)
