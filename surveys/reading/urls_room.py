"""/p/<slug>/return/<year>/quoting/: which text answers may be quoted."""

from django.urls import path

from surveys.reading.views import room

app_name = "quoting"
urlpatterns = [
    path("<int:year>/quoting/", room.quoting, name="quoting"),
    path("<int:year>/quoting/say/", room.say, name="say"),
]
