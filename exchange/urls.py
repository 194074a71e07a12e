from django.urls import path

from exchange.views import copying, importing, workbooks

app_name = "exchange"

urlpatterns = [
    path("programs/import/", importing.upload_new, name="import_new"),
    path("programs/import/confirm/", importing.confirm_new, name="import_new_confirm"),
    path("programs/<slug:slug>/copy/", copying.copy, name="copy"),
    path("programs/<slug:slug>/export.xlsx", workbooks.export, name="export"),
    path("programs/<slug:slug>/import/", importing.upload, name="import"),
    path("programs/<slug:slug>/import/confirm/", importing.confirm, name="import_confirm"),
]
