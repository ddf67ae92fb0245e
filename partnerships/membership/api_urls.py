"""/api/v1/p/<slug>/…: a partnership's people and places."""

from django.urls import path

from partnerships.membership.api import bodies, members, organisations, room

urlpatterns = [
    path("", room.Room.as_view(), name="room"),
    path("people/", room.People.as_view(), name="people"),
    path("organisations/", organisations.OrganisationList.as_view(), name="organisations"),
    path(
        "organisations/<int:organisation_id>/",
        organisations.OrganisationDetail.as_view(),
        name="organisation",
    ),
    path("members/", members.MemberList.as_view(), name="members"),
    path("members/<int:member_id>/", members.MemberDetail.as_view(), name="member"),
    path("bodies/", bodies.BodyList.as_view(), name="bodies"),
    path("bodies/<int:body_id>/", bodies.BodyDetail.as_view(), name="body"),
]
