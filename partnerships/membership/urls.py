"""/p/<slug>/: a partnership's home and people."""

from django.urls import path

from partnerships.membership import views

app_name = "membership"
urlpatterns = [
    path("", views.partnership_home, name="partnership_home"),
    path("people/", views.people, name="people"),
]
