"""Addresses of national results, under /national/."""

from django.urls import path

from surveys.results.views import editions, picture, questions

app_name = "results"
urlpatterns = [
    path("", picture.dashboard, name="dashboard"),
    path("editions/", editions.editions, name="editions"),
    path("waves/<int:wave_id>/editions/", editions.build, name="edition_build"),
    path("editions/<int:edition_id>/", editions.edition, name="edition"),
    path("editions/<int:edition_id>/release/", editions.release, name="edition_release"),
    path("editions/<int:edition_id>/items/", questions.items, name="items"),
    path("editions/<int:edition_id>/items/<str:key>/", questions.item, name="item"),
]
