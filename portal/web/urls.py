"""Addresses of the pages that belong to no subject; included at the root."""

from django.urls import path

from portal.web import views

app_name = "web"
urlpatterns = [
    path("accessibility/", views.accessibility, name="accessibility"),
    path("privacy/", views.privacy, name="privacy"),
    path("cookies/", views.cookies, name="cookies"),
    path("help/", views.help_page, name="help"),
    path("help/<slug:guide>/", views.guide, name="guide"),
    path("healthz", views.healthz, name="healthz"),
    path("components/", views.components, name="components"),
]
