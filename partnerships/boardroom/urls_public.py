"""/public/partnerships/<slug>/…: what everybody may see of one partnership."""

from django.urls import path

from partnerships.boardroom.views import public

app_name = "public"
urlpatterns = [
    path("partnerships/<slug:slug>/", public.partnership, name="partnership"),
]
