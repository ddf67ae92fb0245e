"""/p/<slug>/protocols/…: protocols."""

from django.urls import URLPattern

app_name = "protocols"
urlpatterns: list[URLPattern] = []
