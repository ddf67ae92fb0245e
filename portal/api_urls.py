"""/api/v1/…: every room's API."""

from django.urls import path

from partnerships.membership import api as membership
from partnerships.register import api as register
from surveys.questionnaires import api as questionnaires
from surveys.returns import api as returns

app_name = "api"
urlpatterns = [
    path("me/", membership.Me.as_view(), name="me"),
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
    path("p/<slug:slug>/", membership.Room.as_view(), name="room"),
    path("p/<slug:slug>/people/", membership.People.as_view(), name="people"),
    path("p/<slug:slug>/returns/", returns.ReturnList.as_view(), name="returns"),
    path("p/<slug:slug>/returns/<int:year>/", returns.ReturnDetail.as_view(), name="return"),
    path(
        "p/<slug:slug>/returns/<int:year>/answers/",
        returns.ReturnAnswers.as_view(),
        name="return_answers",
    ),
    path(
        "p/<slug:slug>/returns/<int:year>/declaration/",
        returns.ReturnDeclaration.as_view(),
        name="return_declaration",
    ),
    path(
        "p/<slug:slug>/returns/<int:year>/sign-off/",
        returns.ReturnSignOff.as_view(),
        name="return_sign_off",
    ),
]
