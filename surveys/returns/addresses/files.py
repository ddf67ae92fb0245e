"""The return as workbook and PDF."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
