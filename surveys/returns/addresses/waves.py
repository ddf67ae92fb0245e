"""Waves, more time for one partnership, reminders: under /national/waves/."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
