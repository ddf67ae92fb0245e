"""/p/<slug>/…: meetings, agendas, proposals and papers."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
