from django.contrib.auth import views as auth
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect


@login_not_required
def sign_out(request: HttpRequest) -> HttpResponseBase:
    """Sign out; whoever comes here by a new sign-in after a lost session is just signed in."""
    if request.method != "POST":
        return redirect("overview:home")
    return auth.LogoutView.as_view()(request)
