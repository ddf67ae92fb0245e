"""/api/v1/…: every room's API."""

from django.urls import include, path

from partnerships.membership.access import Requires
from partnerships.membership.api.room import Me
from partnerships.membership.permissions import P
from partnerships.register import api as register
from portal.jobs.api import JobDetail
from surveys.publications import api as publications
from surveys.questionnaires import api as questionnaires

app_name = "api"
room_job = JobDetail.as_view(permission_classes=[Requires.right(P.PARTNERSHIP_READ)])
national_job = JobDetail.as_view(permission_classes=[Requires.right(P.JOB_READ)])
urlpatterns = [
    path("me/", Me.as_view(), name="me"),
    path("authorities/", register.AuthorityList.as_view(), name="authorities"),
    path("partnerships/", register.PartnershipList.as_view(), name="partnerships"),
    path(
        "partnerships/<slug:partnership_slug>/",
        register.PartnershipDetail.as_view(),
        name="partnership",
    ),
    path("questionnaires/", questionnaires.QuestionnaireList.as_view(), name="questionnaires"),
    path(
        "questionnaires/<str:sha256>/",
        questionnaires.QuestionnaireDetail.as_view(),
        name="questionnaire",
    ),
    path(
        "questionnaires/<str:sha256>/codebook/",
        questionnaires.Codebook.as_view(),
        name="questionnaire_codebook",
    ),
    path(
        "questionnaires/<str:sha256>/mapping/",
        questionnaires.Mapping.as_view(),
        name="questionnaire_mapping",
    ),
    path("", include("surveys.returns.api_urls_national")),
    path("editions/", include("surveys.results.api_urls")),
    path("publications/", publications.PublicationList.as_view(), name="publications"),
    path(
        "publications/<uuid:publication_id>/file/",
        publications.PublicationFile.as_view(),
        name="publication_file",
    ),
    path("national/jobs/<uuid:job_id>/", national_job, name="national_job"),
    path("p/<slug:slug>/", include("partnerships.membership.api_urls")),
    path("p/<slug:slug>/", include("partnerships.meetings.api_urls")),
    path("p/<slug:slug>/", include("partnerships.protocols.api_urls")),
    path("p/<slug:slug>/", include("partnerships.boardroom.api_urls")),
    path("p/<slug:slug>/", include("surveys.returns.api_urls")),
    path(
        "p/<slug:slug>/publications/",
        publications.RoomPublicationList.as_view(),
        name="room_publications",
    ),
    path(
        "p/<slug:slug>/publications/<uuid:publication_id>/file/",
        publications.RoomPublicationFile.as_view(),
        name="room_publication_file",
    ),
    path("p/<slug:slug>/jobs/<uuid:job_id>/", room_job, name="room_job"),
]
