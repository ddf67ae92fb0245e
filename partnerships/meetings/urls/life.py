"""/p/<slug>/…: minutes from circulation to the public copy, and PDFs."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
