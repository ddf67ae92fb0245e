"""A section of a draft as a partnership sees it, and a condition in words while it is typed."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from partnerships.membership.access import requires
from partnerships.membership.permissions import P
from surveys.questionnaires.domain.drafting import proof
from surveys.questionnaires.draft_shown import faults_shown
from surveys.questionnaires.drafting import knowing, parts
from surveys.questionnaires.drafting.preview import preview
from surveys.questionnaires.faults import Fault
from surveys.questionnaires.forms.look import KindForm
from surveys.questionnaires.queries import draft_by_id


@requires(P.QUESTIONNAIRE_MANAGE)
@require_safe
def look(request: HttpRequest, draft_id: int, section_code: str) -> HttpResponse:
    """The section for the kind of partnership that the query names."""
    draft = draft_by_id(draft_id)
    section = parts.found(draft.document, "section", section_code)
    form = KindForm.of(request.GET)
    hindering = [fault for fault in proof(draft) if _hinders(fault)]
    context = {
        "draft": draft,
        "section": section,
        "sections": draft.document["sections"],
        "form": form,
        "faults": faults_shown(draft, hindering),
        "query": request.GET.urlencode(),
        "preview": None if hindering else preview(draft.document, section_code, form.attributes()),
    }
    return render(request, "surveys/questionnaires/draft_preview.html", context)


@requires(P.QUESTIONNAIRE_MANAGE)
@require_safe
def words(request: HttpRequest, draft_id: int) -> JsonResponse:
    """{"words": …} or {"fault": …} for the condition `text` that stands before question number
    `before` (from 0; empty: at the end)."""
    document = draft_by_id(draft_id).document
    before = request.GET.get("before", "")
    place = int(before) if before.isascii() and before.isdigit() and len(before) < 6 else None
    try:
        node = knowing.read(request.GET.get("text", ""), knowing.scope_of(document, place))
    except knowing.NoCondition as fault:
        return JsonResponse({"fault": str(fault)})
    return JsonResponse({"words": knowing.in_words(node, document)})


def _hinders(fault: Fault) -> bool:
    """Empty sections and the mapping do not keep a section from being looked at."""
    return fault.message != "has no question" and not fault.place.startswith("mapping")
