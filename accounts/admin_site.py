"""The configuration screens' frame: sign-in is the site's own, with its throttle."""

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _


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
        return redirect("accounts:login")
