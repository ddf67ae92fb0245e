"""/invitations/…: where the link of an invitation leads, for everybody who holds it."""

from django.urls import path

from partnerships.membership.views import invitations_accept

app_name = "invitations"
urlpatterns = [
    path("<slug:slug>/<str:secret>/", invitations_accept.accept, name="accept"),
]
