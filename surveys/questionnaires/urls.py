"""Addresses of questionnaires, under /national/questionnaires/."""

from surveys.questionnaires.addresses import drafting, exchange, printing, versions

app_name = "questionnaires"
urlpatterns = [
    *versions.urlpatterns,
    *drafting.urlpatterns,
    *exchange.urlpatterns,
    *printing.urlpatterns,
]
