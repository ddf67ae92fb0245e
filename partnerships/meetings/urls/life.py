"""/p/<slug>/…: minutes from circulation to the public copy, and PDFs."""

from django.urls import URLPattern, path

from partnerships.meetings.views import life, life_amending, life_confirming, life_files

M = "meetings/<int:meeting_id>/minutes/"
AMENDMENT = f"{M}amendments/<int:amendment_id>/"
PACK = "meetings/<int:meeting_id>/pack/"

urlpatterns: list[URLPattern] = [
    path(M, life.minutes, name="minutes"),
    path(f"{M}circulate/", life.minutes_circulate, name="minutes_circulate"),
    path(f"{M}recall/", life.minutes_recall, name="minutes_recall"),
    path(f"{M}publish/", life.minutes_publish, name="minutes_publish"),
    path(f"{M}confirm/", life_confirming.minutes_confirm, name="minutes_confirm"),
    path(f"{M}passages/<int:passage_id>/amend/", life_amending.amend, name="amend"),
    path(f"{M}amendments/", life_amending.amendments, name="amendments"),
    path(f"{AMENDMENT}answer/", life_amending.amendment_answer, name="amendment_answer"),
    path(f"{AMENDMENT}withdraw/", life_amending.amendment_withdraw, name="amendment_withdraw"),
    path(f"{M}pdf/", life_files.minutes_pdf, name="minutes_pdf"),
    path(f"{M}pdf/make/", life_files.minutes_print, name="minutes_print"),
    path(PACK, life_files.pack, name="pack"),
    path(f"{PACK}pdf/", life_files.pack_pdf, name="pack_pdf"),
    path(f"{PACK}make/", life_files.pack_print, name="pack_print"),
]
