"""/account/…: one's own account beyond what django-allauth serves."""

from django.urls import path

from portal.accounts import views

app_name = "accounts"
urlpatterns = [
    path("api-tokens/", views.api_tokens, name="api_tokens"),
    path("api-tokens/<str:token_key>/revoke/", views.revoke_api_token, name="revoke_api_token"),
]
