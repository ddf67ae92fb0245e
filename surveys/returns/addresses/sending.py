"""Review, declaring ready, sign-off, receipt, versions, history."""

from django.urls import path

from surveys.returns.views import history, sending

urlpatterns = [
    path("<int:year>/review/", sending.review, name="review"),
    path("<int:year>/declare/", sending.declare, name="declare"),
    path("<int:year>/take-back/", sending.take_back, name="take_back"),
    path("<int:year>/decline/", sending.decline, name="decline"),
    path("<int:year>/sign-off/", sending.sign, name="sign_off"),
    path("<int:year>/receipt/", sending.receipt, name="receipt"),
    path("<int:year>/recall/", sending.recall, name="recall"),
    path("<int:year>/history/", history.history, name="history"),
    path("<int:year>/versions/<int:version_number>/", history.version, name="version"),
]
