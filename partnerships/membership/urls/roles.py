"""/p/<slug>/…: who has which role, invitations, and who can see what."""

from django.urls import path

from partnerships.membership.views import access, invitations, people

urlpatterns = [
    path("people/", people.people, name="people"),
    path("people/roles/<int:assignment_id>/", people.role_change, name="role_change"),
    path("people/roles/<int:assignment_id>/end/", people.role_end, name="role_end"),
    path("invitations/", invitations.invitation_list, name="invitations"),
    path("invitations/new/", invitations.invite_person, name="invite"),
    path("invitations/<int:invitation_id>/resend/", invitations.resend, name="invitation_resend"),
    path("invitations/<int:invitation_id>/revoke/", invitations.revoke, name="invitation_revoke"),
    path("access/", access.access, name="access"),
]
