"""One return as the evaluation team reads it, asks about it, accepts or reopens it."""

from django.urls import path

from surveys.returns.views import response_asking, response_one

ONE = "response/<int:year>/<slug:partnership_slug>/"

urlpatterns = [
    path(ONE, response_one.read, name="read"),
    path(f"{ONE}versions/<int:version_number>/", response_one.version, name="version"),
    path(f"{ONE}history/", response_one.history, name="history"),
    path(f"{ONE}accept/", response_one.accept, name="accept"),
    path(f"{ONE}reopen/", response_one.reopen, name="reopen"),
    path(f"{ONE}close-reopening/", response_one.close_reopening, name="close_reopening"),
    path(f"{ONE}ask/", response_asking.ask, name="ask"),
    path(f"{ONE}queries/<int:query_number>/", response_asking.reply, name="reply"),
]
