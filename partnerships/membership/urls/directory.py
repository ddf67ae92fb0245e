"""/p/<slug>/…: organisations, members, bodies and seats."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
