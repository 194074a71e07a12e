from django.urls import path

from activities import views

app_name = "activities"

urlpatterns = [
    path("files/<uuid:key>/", views.file, name="file"),
]
