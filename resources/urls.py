from django.urls import path

from resources import views

app_name = "resources"

urlpatterns = [
    path("programs/<slug:slug>/resources/", views.resources, name="resources"),
    path("programs/<slug:slug>/resources.<data:kind>", views.resources_data, name="resources_data"),
]
