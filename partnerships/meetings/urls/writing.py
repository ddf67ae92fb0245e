"""/p/<slug>/…: the meeting itself, attendance and minutes being written."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
