"""Django's admin serves as the configuration screens; this is its frame."""

from django.contrib.admin.apps import AdminConfig


class TfiAdminConfig(AdminConfig):
    default_site = "accounts.admin_site.ConfigurationSite"
