"""/p/<slug>/: the partnership's own first page and its search."""

from django.urls import path

from partnerships.boardroom.views import home

app_name = "boardroom"
urlpatterns = [
    path("", home.home, name="home"),
]
