"""The configuration screens' frame: sign-in is the site's own, with its throttle."""

from django.contrib import admin
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

# In the catalogue to say it in other words: Django's own Danish has an article that fits half of
# the words, as in «Tilføj endnu en Hovedområde».
ADD_ANOTHER = gettext_noop("Add another %(verbose_name)s")


class ConfigurationSite(admin.AdminSite):
    site_title = _("TFI configuration")
    site_header = _("TFI configuration")
    index_title = _("Programmes and users")
    site_url = "/"
    enable_nav_sidebar = False

    def has_permission(self, request: HttpRequest) -> bool:
        # A role without the right is told so, instead of being sent round to the sign-in.
        if request.user.is_authenticated and not request.user.is_staff:
            raise PermissionDenied
        return super().has_permission(request)

    def login(self, request: HttpRequest, extra_context: dict | None = None) -> HttpResponse:
        # The admin's own form would be a second, unthrottled door.
        where_to = request.GET.get("next", reverse("admin:index"))
        return redirect_to_login(where_to, reverse("accounts:login"))

    def password_change(  # type: ignore[override]
        self, request: HttpRequest, extra_context: dict | None = None
    ) -> HttpResponse:
        # And this one would be another to guess the old password at.
        return redirect("accounts:password_change")
