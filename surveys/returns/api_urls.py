"""/api/v1/p/<slug>/returns/: one partnership's returns."""

from django.urls import path

from surveys.returns.api import answers, asking, last_year, returns, sending, team, versions

ONE = "returns/<int:year>/"
VERSION = f"{ONE}versions/<int:version_number>/"

urlpatterns = [
    path("returns/", returns.ReturnList.as_view(), name="returns"),
    path(ONE, returns.ReturnDetail.as_view(), name="return"),
    path(f"{ONE}check/", returns.ReturnCheck.as_view(), name="return_check"),
    path(f"{ONE}answers/", answers.ReturnAnswers.as_view(), name="return_answers"),
    path(
        f"{ONE}confirmations/", answers.ReturnConfirmations.as_view(), name="return_confirmations"
    ),
    path(f"{ONE}last-year/", last_year.LastYear.as_view(), name="last_year"),
    path(f"{ONE}last-year/copies/", last_year.LastYearCopies.as_view(), name="last_year_copies"),
    path(
        f"{ONE}last-year/confirmations/",
        last_year.LastYearConfirmations.as_view(),
        name="last_year_confirmations",
    ),
    path(f"{ONE}assignments/", team.AssignmentList.as_view(), name="return_assignments"),
    path(f"{ONE}endorsements/", team.EndorsementList.as_view(), name="return_endorsements"),
    path(f"{ONE}declaration/", sending.ReturnDeclaration.as_view(), name="return_declaration"),
    path(f"{ONE}sign-off/", sending.ReturnSignOff.as_view(), name="return_sign_off"),
    path(f"{ONE}return-to-team/", sending.ReturnToTeam.as_view(), name="return_to_team"),
    path(f"{ONE}recall/", sending.ReturnRecall.as_view(), name="return_recall"),
    path(f"{ONE}versions/", versions.ReturnVersions.as_view(), name="return_versions"),
    path(VERSION, versions.ReturnVersion.as_view(), name="return_version"),
    path(
        f"{VERSION}changes/", versions.ReturnVersionChanges.as_view(), name="return_version_changes"
    ),
    path(f"{ONE}history/", versions.ReturnHistory.as_view(), name="return_history"),
    path(f"{ONE}queries/", asking.ReturnQueries.as_view(), name="return_queries"),
    path(f"{ONE}queries/<int:query_number>/", asking.ReturnThread.as_view(), name="return_query"),
    path(
        f"{ONE}queries/<int:query_number>/replies/",
        asking.ReturnReplies.as_view(),
        name="return_replies",
    ),
    path(
        f"{ONE}reopening-requests/",
        asking.ReopeningRequests.as_view(),
        name="return_reopening_requests",
    ),
]
