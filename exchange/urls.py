from django.urls import path

from exchange import views

app_name = "exchange"

urlpatterns = [
    path("programs/<slug:slug>/copy/", views.copy, name="copy"),
]
