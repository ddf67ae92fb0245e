"""/api/v1/p/<slug>/…: search over the whole room."""

from django.urls import path

from partnerships.boardroom.api import search

urlpatterns = [path("search/", search.Search.as_view(), name="search")]
