from django.urls import path

from exchange.views import workbooks

app_name = "exchange"

urlpatterns = [
    path("programs/<slug:slug>/export.xlsx", workbooks.export, name="export"),
]
