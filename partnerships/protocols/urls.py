"""/p/<slug>/protocols/…: protocols."""

from django.urls import include, path

from partnerships.protocols.views import (
    consultation,
    drafting,
    life,
    obligations,
    printing,
    register,
    signing,
    versions,
)

app_name = "protocols"

draft = [
    path("", drafting.draft, name="draft"),
    path("parties/", drafting.parties, name="parties"),
    path("clauses/new/", drafting.new_clause, name="new_clause"),
    path("clauses/<int:clause_id>/", drafting.clause, name="clause"),
    path("clauses/<int:clause_id>/move/", drafting.move_clause, name="move_clause"),
    path("clauses/<int:clause_id>/remove/", drafting.remove_clause, name="remove_clause"),
    path("obligations/new/", drafting.new_obligation, name="new_obligation"),
    path("obligations/<int:obligation_id>/", drafting.change_obligation, name="change_obligation"),
    path(
        "obligations/<int:obligation_id>/remove/",
        drafting.remove_obligation,
        name="remove_obligation",
    ),
]

version = [
    path("", versions.version, name="version"),
    path("changes/", versions.changes, name="changes"),
    path("draft/", include(draft)),
    path("consultation/", consultation.consultation, name="consultation"),
    path("consultation/open/", consultation.open_consultation, name="open_consultation"),
    path("consultation/close/", consultation.close_consultation, name="close_consultation"),
    path("comments/<int:comment_id>/", consultation.answer_comment, name="answer_comment"),
    path("sign/", signing.sign, name="sign"),
    path(
        "signatures/<int:signature_id>/withdraw/",
        signing.withdraw_signature,
        name="withdraw_signature",
    ),
    path("in-force/", life.in_force, name="in_force"),
    path("review/", life.review, name="review"),
    path("review/start/", life.start_review, name="start_review"),
    path("withdraw/", life.withdraw, name="withdraw"),
    path("print/<slug:circle>/", printing.print_version, name="print"),
    path("pdf/<slug:circle>/", printing.download, name="download"),
]

urlpatterns = [
    path("", register.protocols, name="protocols"),
    path("new/", register.new, name="new"),
    path("overlaps/", register.overlaps, name="overlaps"),
    path("obligations/", obligations.obligations, name="obligations"),
    path("obligations/<int:obligation_id>/", obligations.obligation, name="obligation"),
    path("<int:protocol_id>/", register.protocol, name="protocol"),
    path("<int:protocol_id>/details/", register.details, name="details"),
    path("<int:protocol_id>/next-version/", register.next_version, name="next_version"),
    path("<int:protocol_id>/versions/<int:number>/", include(version)),
]
