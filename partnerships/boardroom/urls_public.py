"""/public/partnerships/<slug>/…: what everybody may see of one partnership."""

from django.urls import path

from partnerships.boardroom.views import public

app_name = "public"
HERE = "partnerships/<slug:slug>/"
urlpatterns = [
    path(HERE, public.partnership, name="partnership"),
    path(f"{HERE}membership/", public.membership, name="membership"),
    path(f"{HERE}meetings/", public.meetings, name="meetings"),
    path(f"{HERE}meetings/<int:meeting_id>/minutes/", public.minutes, name="minutes"),
    path(f"{HERE}meetings/<int:meeting_id>/minutes.pdf", public.minutes_pdf, name="minutes_pdf"),
    path(f"{HERE}decisions/", public.decisions, name="decisions"),
    path(f"{HERE}protocols/", public.protocols, name="protocols"),
    path(f"{HERE}protocols/<int:protocol_id>/", public.protocol, name="protocol"),
    path(f"{HERE}protocols/<int:protocol_id>.pdf", public.protocol_pdf, name="protocol_pdf"),
]
