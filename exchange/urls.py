from django.urls import path

from exchange.views import copying, workbooks

app_name = "exchange"

urlpatterns = [
    path("programs/<slug:slug>/copy/", copying.copy, name="copy"),
    path("programs/<slug:slug>/export.xlsx", workbooks.export, name="export"),
]
