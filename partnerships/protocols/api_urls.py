"""/api/v1/p/<slug>/…: protocols, clauses and obligations."""

from django.urls import path

from partnerships.protocols.api import clauses, obligations, register

urlpatterns = [
    path("protocols/", register.ProtocolList.as_view(), name="protocols"),
    path("protocols/<int:protocol_id>/", register.ProtocolDetail.as_view(), name="protocol"),
    path("clauses/<int:clause_id>/", clauses.ClauseDetail.as_view(), name="clause"),
    path(
        "obligations/<int:obligation_id>/",
        obligations.ObligationDetail.as_view(),
        name="obligation",
    ),
    path(
        "obligations/<int:obligation_id>/reports/",
        obligations.ObligationReports.as_view(),
        name="obligation_reports",
    ),
]
