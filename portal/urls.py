"""Every address of the portal."""

from django.urls import include, path
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerSplitView

from partnerships.membership.access import requires
from partnerships.membership.permissions import P
from partnerships.membership.views.home import home
from portal.jobs.views import job_cancel, job_page, job_state
from portal.mail.urls import addresses as mail_addresses

room_read = requires(P.PARTNERSHIP_READ)
national_job = requires(P.JOB_READ)
# Who may cancel the work that somebody else asked for.
ROOM_OTHERS, NATIONAL_OTHERS = {"others": P.SUMMARY_BUILD}, {"others": P.EDITION_BUILD}

# What most people are at for most of the time comes first: an address is looked up line by line.
room = [
    path("return/", include("surveys.returns.urls")),
    path("return/", include("surveys.results.urls_room")),
    path("return/", include("surveys.reading.urls_room")),
    path("", include("partnerships.boardroom.urls")),
    path("", include("partnerships.membership.urls")),
    path("", include("partnerships.meetings.urls")),
    path("protocols/", include("partnerships.protocols.urls")),
    path("jobs/<uuid:job_id>/", room_read(job_page), ROOM_OTHERS, name="room_job"),
    path("jobs/<uuid:job_id>/cancel/", room_read(job_cancel), ROOM_OTHERS, name="room_job_cancel"),
    path("jobs/<uuid:job_id>/state/", room_read(job_state), name="room_job_state"),
]

national = [
    path("", include("surveys.returns.urls_national")),
    path("questionnaires/", include("surveys.questionnaires.urls")),
    path("", include("surveys.results.urls")),
    path("", include("surveys.reading.urls")),
    path("jobs/<uuid:job_id>/", national_job(job_page), NATIONAL_OTHERS, name="national_job"),
    path(
        "jobs/<uuid:job_id>/cancel/",
        national_job(job_cancel),
        NATIONAL_OTHERS,
        name="national_job_cancel",
    ),
    path("jobs/<uuid:job_id>/state/", national_job(job_state), name="national_job_state"),
]

# Its template knows how to answer GET only.
docs = SpectacularSwaggerSplitView.as_view(url_name="schema", http_method_names=["get", "head"])

urlpatterns = [
    path("", home, name="home"),
    path("p/<slug:slug>/", include(room)),
    path("", include("portal.web.urls")),
    path("", include("surveys.publications.urls")),
    path("", include(mail_addresses(requires(P.DELIVERY_READ)))),
    path("account/", include("portal.accounts.urls")),
    path("account/", include("portal.accounts.urls_allauth")),
    path("invitations/", include("partnerships.membership.urls_invitations")),
    path("", include("partnerships.meetings.urls_calendar")),
    path("public/", include("partnerships.register.urls")),
    path("public/", include("partnerships.boardroom.urls_public")),
    path("national/", include(national)),
    path("api/v1/", include("portal.api_urls")),
    path("api/v1/schema/", SpectacularAPIView.as_view(), name="schema"),
    path("api/v1/docs/", docs, name="api_docs"),
]

handler400 = "portal.web.errors.bad_request"
handler403 = "portal.web.errors.forbidden"
handler404 = "portal.web.errors.not_found"
handler429 = "portal.web.errors.too_many"
handler500 = "portal.web.errors.crashed"
