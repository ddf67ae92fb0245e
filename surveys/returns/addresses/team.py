"""Sharing out sections, endorsing, the time it took."""

from django.urls import URLPattern, path

from surveys.returns.views import endorsing, team

urlpatterns: list[URLPattern] = [
    path("<int:year>/team/", team.team, name="team"),
    path("<int:year>/team/give/", team.assign, name="assign"),
    path("<int:year>/team/<int:given_id>/", team.given, name="given"),
    path("<int:year>/mine/", team.mine, name="mine"),
    path("<int:year>/endorse/", endorsing.endorse, name="endorse"),
]
