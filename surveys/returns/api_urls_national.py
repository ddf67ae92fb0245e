"""/api/v1/waves/ and /api/v1/response/: the collector's side."""

from django.urls import path

from surveys.returns.api import national, national_one

ONE = "response/<int:year>/<slug:partnership_slug>/"
QUERY = f"{ONE}queries/<int:query_number>/"

urlpatterns = [
    path("waves/", national.WaveList.as_view(), name="waves"),
    path("response/<int:year>/", national.ResponseList.as_view(), name="response"),
    path(ONE, national_one.ResponseDetail.as_view(), name="response_one"),
    path(f"{ONE}history/", national_one.ResponseHistory.as_view(), name="response_history"),
    path(f"{ONE}queries/", national_one.ResponseQueries.as_view(), name="response_queries"),
    path(f"{QUERY}replies/", national_one.ResponseReplies.as_view(), name="response_replies"),
    path(
        f"{QUERY}settlement/", national_one.ResponseSettlement.as_view(), name="response_settlement"
    ),
    path(
        f"{ONE}acceptance/", national_one.ResponseAcceptance.as_view(), name="response_acceptance"
    ),
    path(f"{ONE}reopening/", national_one.ResponseReopening.as_view(), name="response_reopening"),
    path(
        f"{ONE}reopening/closure/",
        national_one.ResponseReopeningClosure.as_view(),
        name="response_reopening_closure",
    ),
    path(f"{ONE}extension/", national.ReturnExtension.as_view(), name="response_extension"),
]
