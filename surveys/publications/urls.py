"""Publications of the nation, of a partnership and for the public."""

from django.urls import path

from surveys.publications import views

app_name = "publications"
urlpatterns = [
    path("public/publications/", views.public_list, name="public_list"),
    path(
        "public/publications/<uuid:publication_id>/", views.public_download, name="public_download"
    ),
    path("national/publications/", views.national_list, name="national_list"),
    path(
        "national/editions/<int:edition_id>/publications/build/",
        views.build_national,
        name="build_national",
    ),
    path(
        "national/editions/<int:edition_id>/publications/build-for-partnership/",
        views.build_for_partnership,
        name="build_for_partnership",
    ),
    path(
        "national/publications/<uuid:publication_id>/",
        views.national_download,
        name="national_download",
    ),
    path("national/publications/<uuid:publication_id>/release/", views.release, name="release"),
    path(
        "national/publications/partnerships/<uuid:publication_id>/",
        views.partnership_download,
        name="partnership_download",
    ),
    path("p/<slug:slug>/summaries/", views.room_list, name="room_list"),
    path("p/<slug:slug>/summaries/build/", views.build_room, name="build_room"),
    path(
        "p/<slug:slug>/summaries/<uuid:publication_id>/",
        views.room_download,
        name="room_download",
    ),
]
