"""/p/<slug>/…: people, organisations, bodies and roles."""

from partnerships.membership.urls import directory, roles

app_name = "membership"
urlpatterns = [*directory.urlpatterns, *roles.urlpatterns]
