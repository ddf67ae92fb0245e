"""/p/<slug>/people/…: who has which role."""

from django.urls import path

from partnerships.membership.views import people

urlpatterns = [
    path("people/", people.people, name="people"),
]
