"""Sharing out sections, endorsing, the time it took."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
