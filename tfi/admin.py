"""Django's admin serves as the configuration screens; this is its frame."""

from django.contrib.admin.apps import AdminConfig


class TfiAdminConfig(AdminConfig):
    default_site = "tfi.admin_site.ConfigurationSite"
