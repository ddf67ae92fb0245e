"""/public/partnerships/: the public list."""

from django.urls import path

from partnerships.register import views

app_name = "register"
urlpatterns = [
    path("partnerships/", views.public_list, name="public_list"),
]
