"""/p/<slug>/return/<year>/comparison/: a partnership's return beside its kind."""

from django.urls import path

from surveys.results import views_room

app_name = "comparison"
urlpatterns = [path("<int:year>/comparison/", views_room.comparison, name="comparison")]
