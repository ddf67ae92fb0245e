"""/p/<slug>/: the partnership's own first page, its search, and its public page."""

from django.urls import path

from partnerships.boardroom.views import home, public_page, search

app_name = "boardroom"
urlpatterns = [
    path("", home.home, name="home"),
    path("search/", search.search, name="search"),
    path("public-page/", public_page.public_page, name="public_page"),
    path("public-page/names/", public_page.names, name="public_names"),
]
