"""Queries of the evaluation team and asking for a reopening."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
