"""/p/<slug>/…: decisions, actions and attendance over time."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
