"""/public/partnerships/…: pages for everybody."""

from django.urls import path

from partnerships.register import views

app_name = "register"
urlpatterns = [
    path("partnerships/", views.public_list, name="public_list"),
    path("partnerships/<slug:slug>/", views.public_partnership, name="public_partnership"),
]
