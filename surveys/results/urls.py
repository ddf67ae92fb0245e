"""Addresses of national results, under /national/."""

from django.urls import path

from surveys.results import views

app_name = "results"
urlpatterns = [
    path("", views.dashboard, name="dashboard"),
    path("editions/", views.editions, name="editions"),
    path("waves/<int:wave_id>/editions/", views.build, name="edition_build"),
    path("editions/<int:edition_id>/", views.edition, name="edition"),
    path("editions/<int:edition_id>/release/", views.release, name="edition_release"),
    path("editions/<int:edition_id>/items/", views.items, name="items"),
    path("editions/<int:edition_id>/items/<str:key>/", views.item, name="item"),
]
