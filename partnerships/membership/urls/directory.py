"""/p/<slug>/…: organisations, members, bodies and seats."""

from django.urls import URLPattern, path

from partnerships.membership.views import (
    bodies,
    importing,
    interests,
    members,
    organisations,
    seats,
)

urlpatterns: list[URLPattern] = [
    path("organisations/", organisations.organisations, name="organisations"),
    path("organisations/add/", organisations.add, name="organisation_add"),
    path("organisations/<int:organisation_id>/", organisations.organisation, name="organisation"),
    path("organisations/<int:organisation_id>/edit/", organisations.edit, name="organisation_edit"),
    path(
        "organisations/<int:organisation_id>/leaves/",
        organisations.leaves,
        name="organisation_leaves",
    ),
    path("members/", members.members, name="members"),
    path("members/add/", members.add, name="member_add"),
    path("members/export/", importing.export, name="members_download"),
    path("members/template/", importing.template, name="members_template_download"),
    path("members/import/", importing.upload, name="members_import"),
    path("members/import/<int:import_id>/", importing.preview, name="member_import"),
    path("members/import/<int:import_id>/apply/", importing.apply, name="member_import_apply"),
    path("members/import/<int:import_id>/drop/", importing.drop, name="member_import_drop"),
    path("members/<int:member_id>/", members.member, name="member"),
    path("members/<int:member_id>/edit/", members.edit, name="member_edit"),
    path("members/<int:member_id>/account/", members.account, name="member_account"),
    path("members/<int:member_id>/leaves/", members.leaves, name="member_leaves"),
    path("bodies/", bodies.bodies, name="bodies"),
    path("bodies/add/", bodies.form_body, name="body_add"),
    path("bodies/<int:body_id>/", bodies.body, name="body"),
    path("bodies/<int:body_id>/edit/", bodies.edit, name="body_edit"),
    path("bodies/<int:body_id>/dissolve/", bodies.dissolve, name="body_dissolve"),
    path("bodies/<int:body_id>/rules/", bodies.new_rules, name="constitution_set"),
    path("bodies/<int:body_id>/seats/add/", seats.add, name="seat_add"),
    path("seats/<int:seat_id>/fill/", seats.fill, name="seat_fill"),
    path("seats/<int:seat_id>/edit/", seats.edit, name="seat_edit"),
    path("seats/<int:seat_id>/abolish/", seats.abolish, name="seat_abolish"),
    path("seats/tenures/<int:tenure_id>/edit/", seats.correct, name="tenure_edit"),
    path("seats/tenures/<int:tenure_id>/end/", seats.end, name="tenure_end"),
    path("seats/tenures/<int:tenure_id>/substitute/", seats.substitute, name="tenure_substitute"),
    path("interests/", interests.interests, name="interests"),
    path("interests/declare/", interests.declare, name="interest_declare"),
    path("interests/<int:interest_id>/end/", interests.end, name="interest_end"),
]
