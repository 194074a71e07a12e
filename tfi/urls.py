"""The site's addresses: each room brings its own."""

from django.urls import include, path

handler400 = "core.error_views.bad_request"
handler403 = "core.error_views.permission_denied"
handler404 = "core.error_views.page_not_found"
handler500 = "core.error_views.server_error"

urlpatterns = [
    # First: a new programme's address would be that of one called «new».
    path("", include("programs.urls")),
    path("", include("core.urls")),
    path("", include("reports.urls")),
    path("", include("exchange.urls")),  # before «programs/<slug>/», which is the outline
    path("", include("overview.urls")),
    path("", include("resources.urls")),
    path("", include("requisitions.urls")),
    path("", include("indicators.urls")),
    path("", include("economy.urls")),
    path("", include("directory.urls")),
    path("", include("activities.urls")),
    path("", include("accounts.urls")),
]
