"""Queries of the evaluation team and asking for a reopening."""

from django.urls import path

from surveys.returns.views import asking

urlpatterns = [
    path("<int:year>/queries/", asking.queries, name="queries"),
    path("<int:year>/queries/<int:query_number>/", asking.reply, name="reply"),
    path("<int:year>/ask-reopening/", asking.reopening, name="ask_reopening"),
]
